import { resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { renderStacks } from '../../stacks/synthesize';
import { named, type Stack, stacksOf } from '../infrastructure/support';
import { platformOf, referencePlatform } from '../support/platforms';

const SERVICE = '{ tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } } }';

describe('the stacks', () => {
  let stacks: ReadonlyMap<string, Stack>;
  beforeAll(() => {
    stacks = stacksOf(referencePlatform());
  });

  test('are one for each environment and region', () => {
    expect([...stacks.keys()].sort()).toEqual(['production-us-east-1', 'production-us-west-2', 'staging-us-east-1']);
  });

  test('keep their state in their own region, encrypted and locked', () => {
    expect(named(stacks, 'production-us-west-2').backend).toEqual({
      bucket: 'online-boutique-222222222222-us-west-2-tfstate',
      key: 'production-us-west-2/terraform.tfstate',
      region: 'us-west-2',
      encrypt: true,
      use_lockfile: true,
    });
  });

  test('refuse to run in the account of another environment', () => {
    expect(named(stacks, 'staging-us-east-1').provider).toMatchObject({ region: 'us-east-1', allowed_account_ids: ['111111111111'] });
  });

  test('of the recovery region do not so much as name the primary region', () => {
    expect(named(stacks, 'production-us-west-2').text).not.toContain('us-east-1');
    expect(named(stacks, 'production-us-west-2').text).not.toContain('terraform_remote_state');
  });

  test('hold no path of the machine that made them', () => {
    for (const [, content] of renderStacks(referencePlatform())) expect(content).not.toContain(process.cwd());
  });

  test('do not depend on the order of services in the file, nor change between two runs', () => {
    const forward = [...renderStacks(platformOf(`  a: ${SERVICE}\n  b: ${SERVICE}\n`))];
    expect([...renderStacks(platformOf(`  b: ${SERVICE}\n  a: ${SERVICE}\n`))]).toEqual(forward);
    expect([...renderStacks(platformOf(`  a: ${SERVICE}\n  b: ${SERVICE}\n`))]).toEqual(forward);
  });

  test('of a platform with one region and one service are one', () => {
    const text = `platform: ledger\ndomain: ledger.example.org\nrepository: https://github.com/example/ledger\nregions: { primary: { name: eu-west-1, cidr: 10.0.0.0/20, zones: [eu-west-1a, eu-west-1b] } }\nenvironments: { live: { account: "333333333333" } }\nservices:\n  api: ${SERVICE}\n`;
    const only = stacksOf(resolvePlatform(parseSpec(text, 'ledger.yaml').spec));
    expect([...only.keys()]).toEqual(['live-eu-west-1']);
    expect(named(only, 'live-eu-west-1').resources('aws_subnet')).toHaveLength(6);
  });
});
