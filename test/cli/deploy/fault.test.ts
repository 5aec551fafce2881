import { stackPlan } from '../../../lib/model';
import { fixtureText, inWorld, isAbout, outcomesOf, platformFrom, testWithTerraform, until, where } from './support';

const text = fixtureText('watched.yaml');
const FAULTY = 'production-eu-west-1-network';
const production = stackPlan(platformFrom(text)).filter(
  ({ environment, account }) => environment === 'production' || (environment === undefined && account === '111111111111'),
);
/** What reads the faulty stack. */
const DEPENDANTS = [
  'production-eu-west-1-cluster',
  'production-eu-west-1-data',
  'production-eu-west-1-failover',
  'production-eu-west-1-ingress',
];
const DEPLOY = ['deploy', '--environment', 'production', '--parallelism', '6'];

describe('a fault in one stack of a parallel deployment', () => {
  testWithTerraform(
    `leaves every other stack whole and no lock behind, and the next deployment completes it${where}`,
    async () => {
      await inWorld([text], async (world, write) => {
        const file = write(text);
        let hasFailed = () => false;
        let held = 0;
        world.onChange = async (change) => {
          // VPC and subnets are there by then: half of the stack is made.
          if (isAbout(change, 'aws_eip', 'production-eu-west-1')) return 'AddressLimitExceeded: the quota of addresses is used up';
          // A sibling is in the middle of its apply when the fault comes: it goes on only after the other has died.
          if (isAbout(change, 'aws_ecr_repository', 'production') && held++ === 0) await until(() => hasFailed(), 'the fault');
          return undefined;
        };
        const run = world.start([...DEPLOY, '--yes'], file);
        hasFailed = () => run.printed().includes(`${FAULTY}: failed`);
        const first = await run.ended;
        expect(held).toBeGreaterThan(0);
        expect(first.status).toBe(1);
        expect(first.stdout).toContain('AddressLimitExceeded');
        const expected = (name: string) => (name === FAULTY ? 'failed' : DEPENDANTS.includes(name) ? 'not started' : 'applied');
        const outcomes = outcomesOf(first.stdout);
        expect(Object.entries(outcomes).filter(([name, outcome]) => outcome !== 'no changes' && outcome !== expected(name))).toEqual([]);
        expect(Object.keys(outcomes).sort()).toEqual(production.map(({ name }) => name).sort());
        for (const name of DEPENDANTS) expect(first.stdout).toMatch(new RegExp(`^${name} .*because ${FAULTY} failed$`, 'm'));
        expect(world.locks).toEqual([]);
        const made = world.changes.length;

        // The fault is mended. Whatever was said to be applied is whole; the rest knows what is left to do.
        world.onChange = () => undefined;
        const second = await world.run([...DEPLOY, '--yes'], file);
        expect(second).toMatchObject({ status: 0, stderr: '' });
        const changed = Object.entries(outcomesOf(second.stdout)).filter(([, outcome]) => outcome !== 'no changes');
        expect(Object.fromEntries(changed)).toEqual({
          [FAULTY]: 'applied',
          'production-eu-west-1-cluster': 'applied',
          'production-eu-west-1-failover': 'applied',
          'production-eu-west-1-ingress': 'applied',
        });
        // Nothing that was there has been made twice.
        expect(world.changes.slice(made).filter(({ type }) => type === 'aws_vpc')).toEqual([]);
        expect(world.changes.slice(made).every(({ action }) => action === 'create')).toBe(true);
        expect(world.locks).toEqual([]);
      });
    },
    180_000,
  );
});
