import { referencePlatform } from '../support/platforms';
import { type Body, type Stack, stackFor, stacksAt, stacksOf } from './support';

interface Statement {
  readonly Effect: string;
  readonly Principal?: Record<string, string>;
  readonly Action: string | string[];
  readonly Resource?: string | string[];
  readonly Condition?: unknown;
}

const statementsOf = (policy: unknown) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
const list = (value: string | string[] | undefined) => [value ?? []].flat();

describe('the permissions of a region', () => {
  let stacks: ReadonlyMap<string, Stack>;
  beforeAll(() => {
    stacks = stacksOf(referencePlatform());
  });
  const all = (type: string): Body[] => stacksAt(stacks, 'production-us-east-1').flatMap((stack) => stack.resources(type));

  test('name actions and resources: no role may change everything', () => {
    const statements = all('aws_iam_role_policy').flatMap(({ policy }) => statementsOf(policy));
    expect(statements).not.toHaveLength(0);
    for (const { Action, Resource, Condition } of statements) {
      expect(list(Action).filter((action) => action.includes('*'))).toEqual([]);
      // What describes, what is bound to a tag instead, and deliveries of logs and traces know no resource.
      if (list(Resource).includes('*') && !Condition)
        expect(
          list(Action).filter((action) => !/:(Describe|List|Get)|^logs:.*(LogDelivery|ResourcePolicy)$|^xray:Put/.test(action)),
        ).toEqual([]);
    }
  });

  test('let nodes join, run the network plug-in and pull images, and no more', () => {
    const cluster = stackFor(stacks, 'production-us-east-1', 'cluster');
    const ofNodes = cluster
      .resources('aws_iam_role_policy_attachment')
      .filter(({ role }) => String(role).includes('kubernetes_nodes_role'));
    expect(ofNodes.map(({ policy_arn }) => String(policy_arn).replace('arn:aws:iam::aws:policy/', '')).sort()).toEqual([
      'AmazonEC2ContainerRegistryPullOnly',
      'AmazonEKSWorkerNodePolicy',
      'AmazonEKS_CNI_Policy',
    ]);
  });

  test('are lent to services that act for this account only', () => {
    const trusts = all('aws_iam_role').flatMap(({ assume_role_policy }) => statementsOf(assume_role_policy));
    const lent = (service: string) => trusts.filter(({ Principal }) => Principal?.Service === service);
    // EC2 gives a role to the instances of its own account and knows no source; Pod Identity names the cluster instead.
    const others = ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'].flatMap(lent);
    const bySource = ['eks', 'scheduler', 'states', 'vpc-flow-logs'].map((service) => `${service}.amazonaws.com`).flatMap(lent);
    expect(bySource.length + others.length).toBe(trusts.length);
    for (const { Condition } of bySource) expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': '222222222222' } });
  });

  test('admit nobody who is not named, neither to a key nor to a role', () => {
    const policies = [
      ...all('aws_kms_key').map(({ policy }) => policy),
      ...all('aws_iam_role').map(({ assume_role_policy }) => assume_role_policy),
    ];
    for (const { Principal } of policies.flatMap(statementsOf)) {
      expect(Object.values(Principal ?? {})).not.toHaveLength(0);
      expect(JSON.stringify(Principal)).not.toContain('*');
    }
  });
});
