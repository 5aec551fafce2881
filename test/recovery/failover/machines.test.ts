import aslValidator from 'asl-validator';
import { failoverPlan, GATE_RULE, longestPath } from '../../../lib/model';
import { gateOf, type Machine, primaryMachines, recoveryMachines } from '../../../lib/recovery';
import { fixturePlatform, referencePlatform } from '../../support/platforms';

const CONNECTION = 'arn:aws:events:eu-central-1:111111111111:connection/outside/1';

function machinesOf(platform: ReturnType<typeof referencePlatform>): readonly (Machine & { readonly region: string })[] {
  const plan = failoverPlan(platform, 'production');
  if (!plan) throw new Error('production runs in two regions');
  const at = (region: string) => (machine: Machine) => ({ ...machine, region });
  const { primary, recovery } = plan;
  return [
    ...primaryMachines({ plan, gate: gateOf('acl-1', primary, GATE_RULE), connectionArn: CONNECTION }).map(at(primary.region)),
    ...recoveryMachines({ plan, gate: gateOf('acl-2', recovery, GATE_RULE), connectionArn: CONNECTION, datastoreId: () => 'ldgnf-1' }).map(
      at(recovery.region),
    ),
  ];
}

const platforms = [
  ['the reference platform', referencePlatform()],
  ['a platform with every database', fixturePlatform('data.yaml')],
] as const;

describe.each(platforms)('%s', (_, platform) => {
  const machines = machinesOf(platform);

  test('the region that may be left has a guard, and what leads back to it', () => {
    const primary = platform.clusters.find(({ role, environment }) => role === 'primary' && environment === 'production')?.region;
    expect(machines.filter(({ region }) => region === primary).map(({ name }) => name)).toEqual(['guard', 'rejoin', 'failback']);
  });

  test.each(machines.map((machine) => [`${machine.name} of ${machine.region}`, machine] as const))(
    '%s passes asl-validator, and has time for its steps',
    (_name, { definition }) => {
      const { isValid, errorsText } = aslValidator(JSON.parse(JSON.stringify(definition)), { checkPaths: true, checkArn: true });
      expect(isValid ? '' : errorsText('\n')).toBe('');
      const { seconds, unbounded } = longestPath(definition);
      expect(unbounded).toEqual([]);
      expect(seconds).toBeLessThanOrEqual(definition.TimeoutSeconds);
    },
  );

  test('the failover ends within the recovery time that is promised', () => {
    const failover = machines.find(({ name }) => name === 'failover');
    expect(failover?.definition.TimeoutSeconds).toBeLessThanOrEqual(failover?.rtoSeconds ?? 0);
  });

  test('every call has a time-out, somewhere to go when it fails, and never tries a refused condition again', () => {
    for (const { definition } of machines)
      for (const [name, state] of statesOf(definition)) {
        if (state.Type !== 'Task') continue;
        expect({ name, time: typeof state.TimeoutSeconds }).toEqual({ name, time: 'number' });
        const retries = (state.Retry ?? []) as { ErrorEquals: string[]; MaxAttempts: number }[];
        if (String(state.Resource).endsWith('dynamodb:updateItem'))
          expect(retries[0]).toEqual({ ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], MaxAttempts: 0 });
      }
  });

  test('names of states are unique within a machine, branches included', () => {
    for (const { definition } of machines) {
      const names = statesOf(definition).map(([name]) => name);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  test('nothing that is called belongs to another region than the machine', () => {
    for (const { definition, region } of machines) {
      const named = (JSON.stringify(definition).match(/arn:aws:(?:sns|states):([a-z]{2}-[a-z]+-\d):/g) ?? []).map(
        (arn) => arn.split(':')[3],
      );
      expect(named.filter((other) => other !== region)).toEqual([]);
    }
  });

  test('a role may do what its machine calls, to what it calls it on', () => {
    for (const { permissions } of machines) {
      const everything = permissions.filter(({ actions }) => actions.some((action) => action.includes('*')));
      expect(everything).toEqual([]);
      const open = permissions.filter(({ resources, actions, when }) => resources.includes('*') && !when && !actions.every(isLook));
      expect(open.map(({ id }) => id)).toEqual([]);
    }
  });
});

test('only conditions of the lock decide who writes: each change of the writer names the one before', () => {
  const failover = machinesOf(referencePlatform()).find(({ name }) => name === 'failover');
  const writes = statesOf(failover?.definition).filter(([, { Parameters }]) =>
    /SET writer/.test(String((Parameters as { UpdateExpression?: string } | undefined)?.UpdateExpression)),
  );
  expect(writes.map(([name]) => name)).toEqual(['Take the lock']);
  expect(writes[0]?.[1].Parameters).toMatchObject({
    ConditionExpression: expect.stringMatching(
      /^writer = :primary AND wanted = :recovery AND \(released = :primary OR renewal = :renewal\)$/,
    ),
  });
});

test('a read replica is promoted only when its name says who writes, and a lease has passed', () => {
  const failover = machinesOf(fixturePlatform('data.yaml')).find(({ name }) => name === 'failover');
  const states = new Map(statesOf(failover?.definition));
  expect(states.get('Let a lease pass: orders')).toMatchObject({ Type: 'Wait', Next: 'Begin: orders' });
  expect(states.has('Let a lease pass: ledger')).toBe(false);
});

test('a person is told which databases nothing promotes, and only where there are such', () => {
  const telling = (platform: ReturnType<typeof referencePlatform>) =>
    statesOf(machinesOf(platform).find(({ name }) => name === 'failover')?.definition).find(
      ([name]) => name === 'Tell what to restore',
    )?.[1];
  expect(JSON.stringify(telling(fixturePlatform('stores.yaml')))).toMatch(/Nothing promotes ledger, orders: a person restores/);
  expect(telling(referencePlatform())).toBeUndefined();
});

const isLook = (action: string) => /:(Describe|List|Get)/.test(action);

type State = Readonly<Record<string, unknown>>;
function statesOf(value: unknown): (readonly [name: string, state: State])[] {
  if (Array.isArray(value)) return value.flatMap(statesOf);
  if (typeof value !== 'object' || value === null) return [];
  const { States } = value as { readonly States?: Readonly<Record<string, State>> };
  return [...Object.entries(States ?? {}), ...Object.values(value).flatMap(statesOf)];
}
