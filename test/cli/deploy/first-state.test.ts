import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixtureText, inWorld, outcomesOf, testWithTerraform, where } from './support';

const text = fixtureText('small.yaml');
const STATE = 'account-333333333333-eu-west-1-state';
const DEPLOY = ['deploy', '--yes', '--stack', STATE];

describe('the stack that makes the bucket of its own state', () => {
  testWithTerraform(
    `is taken up where it was cut off, and its state ends in the bucket${where}`,
    () =>
      inWorld([text], async (world, write) => {
        const file = write(text);
        const folder = path.join(world.out, 'stacks', STATE);
        const local = path.join(folder, 'terraform.tfstate');
        // A run that was killed before it made anything.
        mkdirSync(folder, { recursive: true });
        writeFileSync(path.join(folder, 'backend_override.tf.json'), '{ "terraform": { "backend": { "local": {} } } }');
        world.onChange = ({ type }) => (type === 'aws_s3_bucket_versioning' ? 'OperationAborted' : undefined);
        const first = await world.run(DEPLOY, file);
        expect({ status: first.status, ...outcomesOf(first.stdout) }).toEqual({ status: 1, [STATE]: 'failed' });
        // The buckets are there, and only this file knows.
        expect(world.kept).toEqual([]);
        expect(existsSync(local)).toBe(true);

        world.onChange = () => undefined;
        const second = await world.run(DEPLOY, file);
        expect({ status: second.status, ...outcomesOf(second.stdout) }).toEqual({ status: 0, [STATE]: 'applied' });
        expect(world.kept).toEqual([`${STATE}/terraform.tfstate`]);
        expect(existsSync(local)).toBe(false);
        expect(world.changes.filter(({ type }) => type === 'aws_s3_bucket')).toHaveLength(2);

        const third = await world.run(['deploy', '--plan-only', '--expect-unchanged', '--stack', STATE], file);
        expect({ status: third.status, ...outcomesOf(third.stdout) }).toEqual({ status: 0, [STATE]: 'no changes' });
      }),
    90_000,
  );
});
