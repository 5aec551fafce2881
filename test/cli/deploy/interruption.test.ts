import type { StandInWorld, Started } from '../../support/terraform';
import { hasTerraform } from '../../support/terraform';
import { fixtureText, isAbout, outcomesOf, platformFile, testWithTerraform, until, where, worldOf } from './support';

const text = fixtureText('small.yaml');
const BEFORE = ['account-333333333333-eu-west-1-state', 'account-333333333333-global-identity', 'live-eu-west-1-security'];
const NETWORK = 'live-eu-west-1-network';
const CLUSTER = 'live-eu-west-1-cluster';
const DEPLOY = ['deploy', '--yes', '--stack', NETWORK, CLUSTER];
const TIMEOUT = 60_000;

describe('a deployment that is interrupted', () => {
  let world: StandInWorld;
  let file: string;

  beforeAll(async () => {
    if (!hasTerraform) return;
    world = await worldOf([text]);
    file = platformFile(world, text);
    expect((await world.run(['deploy', '--yes', '--stack', ...BEFORE], file)).status).toBe(0);
  }, TIMEOUT);

  afterAll(() => world?.stop());

  /** Deploys network and cluster from nothing, and calls back while the VPC is being made. */
  async function whileNetworkIsApplied(act: (run: Started) => void): Promise<Started> {
    for (const objects of world.store.buckets.values()) for (const name of [NETWORK, CLUSTER]) objects.delete(`${name}/terraform.tfstate`);
    world.changes.length = 0;
    let go = false;
    let isHeld = false;
    world.onChange = async (change) => {
      if (!isAbout(change, 'aws_vpc', 'live')) return undefined;
      isHeld = true;
      await until(() => go, 'the signal');
      return undefined;
    };
    const run = world.start(DEPLOY, file);
    await until(() => isHeld, 'the VPC');
    expect(world.locks).toEqual([`${NETWORK}/terraform.tfstate.tflock`]);
    act(run);
    // What a signal does, it has done by now.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    go = true;
    return run;
  }

  /** What a deployment after it does. */
  const next = async () => outcomesOf((await world.run(DEPLOY, file)).stdout);

  testWithTerraform(
    `lets what is being applied come to its end, and starts nothing more${where}`,
    async () => {
      const run = await whileNetworkIsApplied((started) => started.signal('SIGINT'));
      const { status, stdout, stderr } = await run.ended;
      expect(stderr).toContain('nothing more is started; 1 stack is being changed and will come to an end');
      expect({ status, ...outcomesOf(stdout) }).toEqual({ status: 1, [NETWORK]: 'applied', [CLUSTER]: 'not started' });
      expect(world.locks).toEqual([]);
    },
    TIMEOUT,
  );

  testWithTerraform(
    `twice, or more often, ends early with state and lock in order${where}`,
    async () => {
      const run = await whileNetworkIsApplied((started) => {
        for (const wait of [0, 100, 200, 300]) setTimeout(() => started.signal('SIGINT'), wait);
      });
      const { status, stdout } = await run.ended;
      expect({ status, ...outcomesOf(stdout) }).toEqual({ status: 1, [NETWORK]: 'failed', [CLUSTER]: 'not started' });
      expect(stdout).toContain('Gracefully shutting down');
      expect(stdout).not.toContain('Two interrupts received');
      expect(world.locks).toEqual([]);
      // The VPC that was being made is in the state: it is not made again.
      expect(await next()).toEqual({ [NETWORK]: 'applied', [CLUSTER]: 'applied' });
      expect(world.changes.filter(({ type }) => type === 'aws_vpc')).toHaveLength(1);
    },
    TIMEOUT,
  );

  testWithTerraform(
    `by a kill leaves Terraform to finish the stack by itself${where}`,
    async () => {
      const run = await whileNetworkIsApplied((started) => started.signal('SIGKILL'));
      expect((await run.ended).status).toBeNull();
      await until(() => world.locks.length === 0, 'the lock to be given back');
      expect(await next()).toEqual({ [NETWORK]: 'no changes', [CLUSTER]: 'applied' });
    },
    TIMEOUT,
  );
});
