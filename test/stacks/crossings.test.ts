import { refuseCrossings } from '../../stacks/crossings';
import { renderStacks } from '../../stacks/synthesize';
import { referencePlatform } from '../support/platforms';

/** The stacks of the reference platform, where one of them reads a state. */
function reading(stack: string, bucket: string, producer: string): ReadonlyMap<string, string> {
  const file = `stacks/${stack}/cdk.tf.json`;
  const json = { data: { terraform_remote_state: { other: { config: { bucket, key: `${producer}/terraform.tfstate` } } } } };
  return new Map([...renderStacks(referencePlatform()), [file, JSON.stringify(json)]]);
}
const PRIMARY = 'online-boutique-222222222222-us-east-1-tfstate';
const RECOVERY = 'online-boutique-222222222222-us-west-2-tfstate';
const STAGING = 'online-boutique-111111111111-us-east-1-tfstate';

describe('what a stack may read', () => {
  test.each([
    [
      'a recovery stack the primary region',
      'production-us-west-2-data',
      PRIMARY,
      'production-us-east-1-network',
      /whose region may be gone/,
    ],
    ['a global stack the primary region', 'production-global-traffic', PRIMARY, 'production-us-east-1-cluster', /whose region may be gone/],
    [
      'the primary region the recovery region',
      'production-us-east-1-data',
      RECOVERY,
      'production-us-west-2-data',
      /whose region may be gone/,
    ],
    ['production staging', 'production-us-east-1-data', STAGING, 'staging-us-east-1-network', /another environment/],
    [
      'a stack what the plan does not let it depend on',
      'production-us-west-2-network',
      RECOVERY,
      'production-us-west-2-data',
      /does not let it/,
    ],
    ['a stack what nobody keeps', 'production-us-west-2-network', RECOVERY, 'elsewhere', /no stack of the platform keeps/],
  ])('%s is refused', (_, stack, bucket, producer, reason) => {
    const files = reading(stack, bucket, producer);
    expect(() => refuseCrossings(referencePlatform(), files)).toThrow(reason);
    expect(() => refuseCrossings(referencePlatform(), files)).toThrow(stack);
  });

  test('its own environment and region is allowed', () => {
    const files = reading('production-us-west-2-data', RECOVERY, 'production-us-west-2-network');
    expect(() => refuseCrossings(referencePlatform(), files)).not.toThrow();
  });
});
