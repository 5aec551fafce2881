import { resolvePlatform, stackPlan } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { renderStacks } from '../../stacks/synthesize';
import { fixturePlatform, referencePlatform, referenceText } from '../support/platforms';
import { hasTerraform, terraformFindings } from '../support/terraform';

type Resources = Record<string, Record<string, Record<string, unknown>>>;

const testWithTerraform = hasTerraform ? test : test.skip;
const where = hasTerraform ? '' : ' (skipped: no terraform on the PATH)';

const stacks = (platform = referencePlatform()) =>
  new Map([...renderStacks(platform)].flatMap(([file, text]) => (file.endsWith('cdk.tf.json') ? [[file.split('/')[1] ?? '', text]] : [])));

const REDIS = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 } }
environments: { production: { account: "111111111111", protect: true }, staging: { account: "222222222222" } }
databases: { cart: { engine: redis, tier: "2" }, sessions: { engine: redis, tier: "2", version: "7.1", port: 6380 } }
services:
  a: { tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } }, databases: [cart, sessions] }
`;

const graviton = () => stacks(resolvePlatform(parseSpec(referenceText().replace('m7i.xlarge', 'm7g.xlarge'), 'graviton.yaml').spec));

describe('the real terraform validate', () => {
  testWithTerraform(`accepts every stack of the reference platform${where}`, async () => {
    const findings = await terraformFindings(stacks());
    expect([...findings.keys()].sort()).toEqual(
      stackPlan(referencePlatform())
        .map(({ name }) => name)
        .sort(),
    );
    for (const [stack, found] of findings) expect({ stack, found }).toEqual({ stack, found: [] });
  });

  testWithTerraform.each(['ambient.yaml', 'data.yaml', 'progressive.yaml', 'small.yaml', 'watched.yaml'])(
    `accepts every stack of %s${where}`,
    async (fixture) => {
      expect([...(await terraformFindings(stacks(fixturePlatform(fixture)))).values()].flat()).toEqual([]);
    },
  );

  testWithTerraform(`accepts a platform on Graviton nodes${where}`, async () => {
    expect([...(await terraformFindings(graviton())).values()].flat()).toEqual([]);
  });

  testWithTerraform(`accepts managed Redis databases, protected or not${where}`, async () => {
    const findings = await terraformFindings(stacks(resolvePlatform(parseSpec(REDIS, 'redis.yaml').spec)));
    expect([...findings.keys()]).toEqual(expect.arrayContaining(['production-eu-west-1-data', 'staging-eu-west-1-data']));
    expect([...findings.values()].flat()).toEqual([]);
  });

  // A referee that lets everything pass proves nothing: each fault is planted into a good stack and must be found.
  testWithTerraform(`finds faults that are planted into a good stack${where}`, async () => {
    const all = stacks();
    const good = { network: all.get('production-us-east-1-network') ?? '', cluster: all.get('production-us-east-1-cluster') ?? '' };
    const cluster = 'kubernetes_cluster';
    const faults: Record<string, [fault: (resources: Resources) => void, finding: RegExp, of?: keyof typeof good]> = {
      'an-argument-that-does-not-exist': [(r) => set(r, 'aws_vpc', 'network_vpc', { cidr_blok: '10.0.0.0/16' }), /cidr_blok/],
      'a-missing-argument': [(r) => set(r, 'aws_eks_cluster', cluster, { role_arn: undefined }), /role_arn/, 'cluster'],
      'a-missing-block': [(r) => set(r, 'aws_eks_cluster', cluster, { vpc_config: undefined }), /vpc_config/, 'cluster'],
      'an-argument-of-the-wrong-type': [(r) => set(r, 'aws_vpc', 'network_vpc', { enable_dns_support: 'often' }), /bool/],
      'a-fault-in-a-block': [(r) => set(r, 'aws_eks_cluster', cluster, { vpc_config: { subnet_ids: 'one' } }), /set of string/, 'cluster'],
      'two-blocks-where-one-may-be': [
        (r) => set(r, 'aws_eks_cluster', cluster, { vpc_config: [{ subnet_ids: [] }, { subnet_ids: [] }] }),
        /vpc_config/,
        'cluster',
      ],
      'a-resource-that-is-not-there': [
        (r) => set(r, 'aws_vpc', 'network_vpc', { cidr_block: `\${aws_vpc.no_such_one.id}` }),
        /no_such_one/,
      ],
      'an-attribute-that-is-not-there': [
        (r) => set(r, 'aws_iam_role', 'network_flow-logs_role', { name: `\${aws_vpc.network_vpc.colour}` }),
        /colour/,
      ],
      'a-circle': [
        (r) => set(r, 'aws_vpc', 'network_vpc', { cidr_block: `\${aws_internet_gateway.network_internet-gateway.id}` }),
        /Cycle/,
      ],
    };
    const broken = Object.entries(faults).map(([name, [fault, , of = 'network']]) => [name, withFault(good[of], fault)] as const);
    const findings = await terraformFindings(new Map(broken));
    for (const [name, [, finding]] of Object.entries(faults))
      expect([name, findings.get(name)?.join('\n')]).toEqual([name, expect.stringMatching(finding)]);
  });
});

function withFault(good: string, fault: (resources: Resources) => void): string {
  const stack = JSON.parse(good) as { resource: Resources };
  fault(stack.resource);
  return JSON.stringify(stack);
}

function set(resources: Resources, type: string, name: string, values: Record<string, unknown>): void {
  const resource = resources[type]?.[name];
  if (!resource) throw new Error(`there is no ${type}.${name} to plant a fault into`);
  Object.assign(resource, values);
}
