import { resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { renderStacks } from '../../stacks/synthesize';
import { named, type Stack, stackFor, stacksOf } from '../infrastructure/support';
import { platformOf, referencePlatform } from '../support/platforms';

const SERVICE = '{ tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } } }';

describe('the stacks', () => {
  let stacks: ReadonlyMap<string, Stack>;
  beforeAll(() => {
    stacks = stacksOf(referencePlatform());
  });

  test('are one for each region and purpose, for what both regions share, and for what an account has once', () => {
    const purposes = ['backup', 'cluster', 'data', 'ingress', 'network', 'observability', 'registry', 'security'];
    const at = (place: string, of: readonly string[]) => of.map((purpose) => `${place}-${purpose}`);
    expect([...stacks.keys()].sort()).toEqual(
      [
        ...at('account-111111111111-us-east-1', ['security', 'state']),
        ...at('account-222222222222-us-east-1', ['security', 'state']),
        ...at('account-222222222222-us-west-2', ['security', 'state']),
        ...at('account-111111111111-global', ['identity']),
        ...at('account-222222222222-global', ['identity']),
        ...at('production-global', ['connectivity', 'dns', 'lock', 'replication', 'traffic']),
        ...at('staging-global', ['dns', 'traffic']),
        ...['production-us-east-1', 'production-us-west-2', 'staging-us-east-1'].flatMap((place) => at(place, purposes)),
        'production-us-east-1-failover',
        'production-us-west-2-failover',
      ].sort(),
    );
  });

  test('keep their state in their own region, encrypted and locked', () => {
    expect(stackFor(stacks, 'production-us-west-2', 'network').backend).toEqual({
      bucket: 'online-boutique-222222222222-us-west-2-tfstate',
      key: 'production-us-west-2-network/terraform.tfstate',
      region: 'us-west-2',
      encrypt: true,
      kms_key_id: 'arn:aws:kms:us-west-2:222222222222:alias/online-boutique-tfstate',
      use_lockfile: true,
    });
  });

  test('refuse to run in the account of another environment', () => {
    expect(stackFor(stacks, 'staging-us-east-1', 'data').provider).toMatchObject({
      region: 'us-east-1',
      allowed_account_ids: ['111111111111'],
    });
  });

  test('of both regions keep their state outside the primary one', () => {
    const global = ['production-global-connectivity', 'production-global-traffic', 'account-222222222222-global-identity'];
    for (const name of global) expect(named(stacks, name).backend).toMatchObject({ region: 'us-west-2' });
  });

  test('of the recovery region do not so much as name the primary region, but to keep backups of each other and to take over from it', () => {
    for (const [name, { text }] of [...stacks].filter(([name]) => name.startsWith('production-us-west-2'))) {
      const {
        aws_iam_role_policy: policies = {},
        aws_s3_bucket_lifecycle_configuration: cycles = {},
        ...others
      } = JSON.parse(text).resource ?? {};
      // What a failover does with the primary region is in its definition, and no more than asked for when it runs.
      if (name.endsWith('-failover')) {
        delete others.aws_sfn_state_machine;
        for (const machine of ['failover', 'handback']) delete policies[`${machine}_state_role-policy`];
      }
      // Whose backups they are that are kept there, and where those of its own are.
      const rest = { ...policies, ...cycles, 'pods_backups_role-policy': undefined, backups_store_lifecycle: undefined };
      const { resource: __, ...outside } = JSON.parse(text);
      expect(JSON.stringify([outside, others, rest])).not.toContain('us-east-1');
    }
  });

  test('say of everything whose it is, where it is and who pays', () => {
    for (const [name, { provider }] of stacks)
      expect(provider.default_tags).toEqual([
        {
          tags: {
            // What nobody protects may be deleted, and says so.
            ...(name.startsWith('staging') ? { disposable: 'true' } : {}),
            platform: 'online-boutique',
            environment: expect.stringMatching(/^(production|staging|account)$/),
            'region-role': expect.stringMatching(/^(primary|recovery|global)$/),
            team: 'online-boutique',
            'cost-centre': 'online-boutique',
            'managed-by': 'holdfast',
          },
        },
      ]);
  });

  test('hold no path of the machine that made them', () => {
    for (const [, content] of renderStacks(referencePlatform())) expect(content).not.toContain(process.cwd());
  });

  test('do not depend on the order of services in the file, nor change between two runs', () => {
    const forward = [...renderStacks(platformOf(`  a: ${SERVICE}\n  b: ${SERVICE}\n`))];
    expect([...renderStacks(platformOf(`  b: ${SERVICE}\n  a: ${SERVICE}\n`))]).toEqual(forward);
    expect([...renderStacks(platformOf(`  a: ${SERVICE}\n  b: ${SERVICE}\n`))]).toEqual(forward);
  });

  test('of a platform with one region and one service know no other region', () => {
    const text = `platform: ledger\ndomain: ledger.example.org\nrepository: https://github.com/example/ledger\nregions: { primary: { name: eu-west-1, cidr: 10.0.0.0/20, zones: [eu-west-1a, eu-west-1b] } }\nenvironments: { live: { account: "333333333333" } }\nservices:\n  api: ${SERVICE}\n`;
    const only = stacksOf(resolvePlatform(parseSpec(text, 'ledger.yaml').spec));
    expect([...only.keys()].filter((name) => !/eu-west-1|global/.test(name))).toEqual([]);
    expect(stackFor(only, 'live-eu-west-1', 'network').resources('aws_subnet')).toHaveLength(6);
  });
});
