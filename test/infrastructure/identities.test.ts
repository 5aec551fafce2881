import { type Platform, type PodIdentity, podIdentities, resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { fixturePlatform, platformOf, referencePlatform } from '../support/platforms';
import { type Body, type Stack, stackFor, stacksOf } from './support';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Record<string, Record<string, string>>;
}

const SERVICE = '{ tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } } }';
const TELEMETRY = `telemetry:
  logs: cloudwatch
  workspaces: { production: { primary: ws-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9, recovery: ws-1a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9 } }
infrastructure:
  access: { production: { administrators: "arn:aws:iam::111111111111:role/breakglass", teams: { shop: "arn:aws:iam::111111111111:role/shop" } } }
  addOns: { vpc-cni: v1.20.4-eksbuild.1 }`;

const watched = () => platformOf(`  a: ${SERVICE}\n`, TELEMETRY);
const clusterOf = (platform: Platform) => {
  const [cluster] = platform.clusters;
  if (!cluster) throw new Error('no cluster');
  return cluster;
};
const statementsOf = ({ policy }: Body) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
const list = (value: string | readonly string[]) => [value].flat();

describe.each([
  ['the reference platform', referencePlatform],
  ['a platform that sends metrics and logs away', watched],
  ['a platform with Vault', () => fixturePlatform('progressive.yaml')],
] as const)('pods that use AWS in %s', (_, make) => {
  const platform = make();
  const stacks = stacksOf(platform);

  test.each(platform.clusters.map((cluster) => [cluster.name, cluster] as const))(
    '%s: each has a role, lent to it alone',
    (_name, cluster) => {
      const stack = stackFor(stacks, `${cluster.environment}-${cluster.region}`, 'cluster');
      const expected = podIdentities(platform, cluster).map(({ namespace, serviceAccount }: PodIdentity) => ({
        namespace,
        serviceAccount,
      }));
      const associations = stack.resources('aws_eks_pod_identity_association');
      expect(associations.map(({ namespace, service_account }) => ({ namespace, serviceAccount: service_account }))).toEqual(expected);
      const trusts = stack.resources('aws_iam_role').filter(({ assume_role_policy }) => String(assume_role_policy).includes('pods.eks'));
      expect(trusts).toHaveLength(expected.length);
      for (const [i, { assume_role_policy }] of trusts.entries())
        expect(String(assume_role_policy)).toContain(
          JSON.stringify({
            'aws:RequestTag/eks-cluster-arn': `arn:aws:eks:${cluster.region}:${cluster.account}:cluster/${cluster.name}`,
            'aws:RequestTag/kubernetes-namespace': expected[i]?.namespace,
            'aws:RequestTag/kubernetes-service-account': expected[i]?.serviceAccount,
          }),
        );
    },
  );

  test('change nothing that does not belong to their cluster', () => {
    const cluster = clusterOf(platform);
    for (const { permissions } of podIdentities(platform, cluster))
      for (const { id, actions, resources, when } of permissions) {
        const readsOnly = actions.every((action) => /:(Describe|List|Get)/.test(action));
        if (resources.includes('*') && !readsOnly) expect([id, JSON.stringify(when)]).toEqual([id, expect.stringContaining(cluster.name)]);
      }
  });
});

describe('a platform that sends metrics and logs away', () => {
  let stack: Stack;
  beforeAll(() => {
    stack = stackFor(stacksOf(watched()), 'production-eu-central-1', 'cluster');
  });
  const policy = (name: string) => statementsOf(stack.resources('aws_iam_role_policy').find((body) => body.name === name) ?? {});

  test('lets Prometheus write to the workspaces of both regions, and read none', () => {
    expect(policy('metrics-writer')).toEqual([
      expect.objectContaining({
        Action: ['aps:RemoteWrite'],
        Resource: [
          'arn:aws:aps:eu-west-1:111111111111:workspace/ws-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
          'arn:aws:aps:eu-central-1:111111111111:workspace/ws-1a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
        ],
      }),
    ]);
  });

  test('lets the agent that reads logs write to the group of the environment only', () => {
    const resources = policy('log-writer').flatMap(({ Resource }) => list(Resource));
    expect(resources).not.toEqual([]);
    for (const resource of resources) expect(resource).toContain(':log-group:/shop/production/containers');
  });

  test('admits the people that are declared, teams by their group, and pins the add-on that is', () => {
    expect(
      stack.resources('aws_eks_access_entry').map(({ principal_arn, kubernetes_groups }) => [principal_arn, kubernetes_groups]),
    ).toEqual([
      ['arn:aws:iam::111111111111:role/breakglass', undefined],
      ['arn:aws:iam::111111111111:role/shop', ['shop:shop']],
    ]);
    expect(stack.resources('aws_eks_access_policy_association')).toEqual([
      expect.objectContaining({ policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy' }),
    ]);
    const addOns = stack.resources('aws_eks_addon');
    expect(addOns.filter(({ addon_version }) => addon_version).map(({ addon_name, addon_version }) => [addon_name, addon_version])).toEqual(
      [['vpc-cni', 'v1.20.4-eksbuild.1']],
    );
  });
});

describe('people and add-ons that do not exist', () => {
  test.each([
    ['{ access: { produktion: {} } }', /did you mean production/],
    ['{ access: { production: { teams: { payment: "arn:aws:iam::111111111111:role/p" } } } }', /payment/],
    ['{ access: { production: { administrators: admin } } }', /ARN of an IAM role/],
    ['{ addOns: { coredsn: v1.0.0-eksbuild.1 } }', /coredns/],
    ['{ addOns: { coredns: latest } }', /eksbuild/],
  ])('%s is refused', (infrastructure, message) => {
    const text = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 } }
environments: { production: { account: "111111111111" } }
infrastructure: ${infrastructure}
services:
  a: ${SERVICE}
`;
    expect(() => resolvePlatform(parseSpec(text, 'x.yaml').spec)).toThrow(message);
  });
});
