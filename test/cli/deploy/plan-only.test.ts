import { readdirSync } from 'node:fs';
import path from 'node:path';
import { stackPlan } from '../../../lib/model';
import { fixtureText, inWorld, outcomesOf, platformFrom, testWithTerraform, where } from './support';

const text = fixtureText('small.yaml');
const STATE = 'account-333333333333-eu-west-1-state';
const SECURITY = 'live-eu-west-1-security';
const NETWORK = 'live-eu-west-1-network';
const CLUSTER = 'live-eu-west-1-cluster';

describe('holdfast deploy --plan-only', () => {
  testWithTerraform(
    `shows what can be planned yet, says what comes first, and writes nothing, not even a lock${where}`,
    () =>
      inWorld([text], async (world, write) => {
        const file = write(text);
        const planOnly = (...args: string[]) => world.run(['deploy', '--plan-only', ...args], file);
        const writes = () => world.store.requests.filter((request) => !/^(GET|HEAD) /.test(request));

        // Nothing is there: only the bucket of the states can be planned.
        const first = await planOnly();
        expect(first).toMatchObject({ status: 0, stderr: '' });
        const others = stackPlan(platformFrom(text)).filter(({ name }) => name !== STATE);
        expect(outcomesOf(first.stdout)).toEqual({
          [STATE]: 'planned',
          ...Object.fromEntries(others.map(({ name }) => [name, 'not planned'])),
        });
        expect(first.stdout).toContain('the state is kept in a file of its folder');
        const left = (readdirSync(world.out, { recursive: true }) as string[]).map((name) => path.basename(name));
        expect(left.filter((name) => /_override\.tf\.json$|\.tfplan$|^terraform\.tfstate$/.test(name))).toEqual([]);
        const alone = await planOnly('--stack', CLUSTER);
        expect({ status: alone.status, ...outcomesOf(alone.stdout) }).toEqual({ status: 0, [CLUSTER]: 'not planned' });
        expect([world.changes, writes()]).toEqual([[], []]);

        // What the network reads is there, what the cluster reads is not.
        const identity = 'account-333333333333-global-identity';
        expect((await world.run(['deploy', '--yes', '--stack', STATE, identity, SECURITY], file)).status).toBe(0);
        world.store.requests.length = 0;
        const some = await planOnly('--expect-unchanged', '--stack', SECURITY, CLUSTER, NETWORK);
        expect({ status: some.status, ...outcomesOf(some.stdout) }).toEqual({
          status: 1,
          [SECURITY]: 'no changes',
          [NETWORK]: 'planned',
          [CLUSTER]: 'not planned',
        });
        expect(some.stderr).toContain(`${NETWORK}, ${CLUSTER}: what runs is not what the platform file says`);
        const cluster = await planOnly('--stack', CLUSTER);
        expect(cluster.stdout).toMatch(new RegExp(`^${CLUSTER} .*${NETWORK} comes first$`, 'm'));
        expect(writes()).toEqual([]);
      }),
    90_000,
  );
});
