import { readdirSync } from 'node:fs';
import path from 'node:path';
import { stackPlan, stateBucket } from '../../../lib/model';
import { referencePlatform, referenceText } from '../../support/platforms';
import { inWorld, outcomesOf, testWithTerraform, where } from './support';

const platform = referencePlatform();
const plans = stackPlan(platform);
const [primary] = platform.clusters.filter(({ environment, role }) => environment === 'production' && role === 'primary');
const [recovery] = platform.clusters.filter(({ environment, role }) => environment === 'production' && role === 'recovery');

describe('the stacks of the reference platform', () => {
  testWithTerraform(
    `are planned and applied in order, and the recovery region without the primary one${where}`,
    async () => {
      if (!primary || !recovery) throw new Error('the reference platform has two regions');
      await inWorld([referenceText()], async (world, write) => {
        const file = write(referenceText());

        // From nothing: not even the buckets of the states are there.
        const first = await world.run(['deploy', '--yes', '--parallelism', '3'], file);
        expect(first).toMatchObject({ status: 0, stderr: '' });
        expect(outcomesOf(first.stdout)).toEqual(Object.fromEntries(plans.map(({ name }) => [name, 'applied'])));
        expect(world.kept).toEqual(plans.map(({ name }) => `${name}/terraform.tfstate`).sort());
        const left = (readdirSync(world.out, { recursive: true }) as string[]).map((name) => path.basename(name));
        expect(left.filter((name) => /_override\.tf\.json$|\.tfplan$|^terraform\.tfstate\.backup$/.test(name))).toEqual([]);

        // The primary region is gone, and its states with it.
        const gone = stateBucket(platform.name, primary.account, primary.region);
        expect(world.store.buckets.delete(gone)).toBe(true);
        const asked = world.store.requests.length;
        const select = ['--environment', 'production', '--region', recovery.region];
        const remaining = plans.filter(({ account, region }) => account === recovery.account && region === recovery.region);
        expect(remaining.filter(({ environment, scope }) => environment && scope === 'global').map(({ purpose }) => purpose)).toEqual(
          expect.arrayContaining(['connectivity', 'dns', 'traffic']),
        );
        const planned = await world.run(['deploy', '--plan-only', '--expect-unchanged', '--parallelism', '3', ...select], file);
        expect(planned).toMatchObject({ status: 0, stderr: '' });
        expect(outcomesOf(planned.stdout)).toEqual(Object.fromEntries(remaining.map(({ name }) => [name, 'no changes'])));

        // Nor does it need anything of the primary region to be made anew.
        const states = world.store.buckets.get(stateBucket(platform.name, recovery.account, recovery.region));
        const anew = remaining.filter(({ purpose }) => purpose !== 'state');
        for (const { name } of anew) expect(states?.delete(`${name}/terraform.tfstate`)).toBe(true);
        const applied = await world.run(['deploy', '--yes', '--parallelism', '3', ...select], file);
        expect(applied).toMatchObject({ status: 0, stderr: '' });
        expect(outcomesOf(applied.stdout)).toMatchObject(Object.fromEntries(anew.map(({ name }) => [name, 'applied'])));
        expect(world.locks).toEqual([]);
        expect(world.store.requests.slice(asked).filter((request) => request.includes(gone))).toEqual([]);
      });
    },
    240_000,
  );
});
