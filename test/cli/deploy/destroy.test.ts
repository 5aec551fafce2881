import path from 'node:path';
import { ROOT } from '../../support/platforms';
import { holdfast } from '../../support/run';
import { fixtureText, inWorld, outcomesOf, testWithTerraform, where } from './support';

const text = fixtureText('small.yaml');
const LIVE = ['security', 'network', 'registry', 'observability', 'cluster', 'data', 'backup'].map(
  (purpose) => `live-eu-west-1-${purpose}`,
);

/** Runs a command that must not get as far as Terraform. */
const refused = (...args: string[]) => holdfast(args, { PLATFORM_FILE: path.join(ROOT, 'test/fixtures/small.yaml') });

describe('holdfast destroy', () => {
  test('asks for a name, and for the right one', () => {
    const unasked = refused('destroy', '--environment', 'live');
    expect(unasked).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('stdin is no terminal: say --confirm ENVIRONMENT'),
    });
    const mistaken = refused('destroy', '--environment', 'live', '--confirm', 'staging');
    expect(mistaken).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('belongs to live, not to staging; nothing was done'),
    });
    const both = refused('destroy', '--environment', 'live', '--stack', 'live-eu-west-1-data');
    expect(both).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining("cannot be used with option '--environment") });
  });

  testWithTerraform(
    `takes an environment down in reverse, keeps what others stand on, and leaves the account alone${where}`,
    () =>
      inWorld([text], async (world, write) => {
        const file = write(text);
        expect((await world.run(['deploy', '--yes'], file)).status).toBe(0);
        const account = world.kept.filter((key) => key.startsWith('account-')).map((key) => [key, contentOf(key)]);
        function contentOf(key: string) {
          return [...world.store.buckets.values()].flatMap((objects) => objects.get(key)?.toString() ?? [])[0];
        }
        const made = world.changes.length;
        const gone = () => world.changes.slice(made).map(({ type, action }) => `${action} ${type}`);

        const plan = await world.run(['destroy', '--environment', 'live', '--plan-only'], file);
        expect(plan.status).toBe(0);
        expect(gone()).toEqual([]);

        world.onChange = ({ type, action }) => (type === 'aws_eks_cluster' && action === 'delete' ? 'ResourceInUseException' : undefined);
        const first = await world.run(['destroy', '--environment', 'live', '--confirm', 'live'], file);
        expect(first.status).toBe(1);
        expect(outcomesOf(first.stdout)).toEqual({
          'live-eu-west-1-security': 'not started',
          'live-eu-west-1-network': 'not started',
          'live-eu-west-1-registry': 'applied',
          'live-eu-west-1-observability': 'applied',
          'live-eu-west-1-cluster': 'failed',
          'live-eu-west-1-data': 'no changes',
          'live-eu-west-1-backup': 'applied',
        });
        expect(world.locks).toEqual([]);
        expect(gone()).not.toContain('delete aws_vpc');

        world.onChange = () => undefined;
        expect((await world.run(['destroy', '--environment', 'live', '--confirm', 'live'], file)).status).toBe(0);
        const order = ['aws_eks_cluster', 'aws_vpc', 'aws_kms_key'].map((type) => gone().lastIndexOf(`delete ${type}`));
        expect(order).toEqual([...order].sort((a, b) => a - b));
        expect(order).not.toContain(-1);
        expect(gone().every((change) => change.startsWith('delete'))).toBe(true);
        for (const name of LIVE) {
          const state = contentOf(`${name}/terraform.tfstate`);
          if (state !== undefined) expect((JSON.parse(state) as { resources: unknown[] }).resources).toEqual([]);
        }
        expect(world.kept.filter((key) => key.startsWith('account-')).map((key) => [key, contentOf(key)])).toEqual(account);
        expect(world.locks).toEqual([]);
      }),
    90_000,
  );
});
