import { referencePlatform } from '../support/platforms';
import { type Stack, stackFor, stacksOf } from './support';

// What AWS needs in an order that no reference expresses: Terraform must be told, or a first apply fails by chance.
describe('the order in which a region is built', () => {
  let network: Stack;
  let stack: Stack;
  beforeAll(() => {
    const stacks = stacksOf(referencePlatform());
    network = stackFor(stacks, 'production-us-east-1', 'network');
    stack = stackFor(stacks, 'production-us-east-1', 'cluster');
  });

  test.each(['aws_nat_gateway', 'aws_eip'])('has the internet gateway before each %s', (type) => {
    for (const { depends_on } of network.resources(type)) expect(depends_on).toEqual(['aws_internet_gateway.network_internet-gateway']);
  });

  test('has the log group and the permission of its role before the cluster', () => {
    expect(stack.resources('aws_eks_cluster')[0]?.depends_on).toEqual([
      'aws_cloudwatch_log_group.kubernetes_log-group',
      'aws_iam_role_policy_attachment.kubernetes_role-policy',
    ]);
  });

  test('has permissions and the network plug-in before nodes, so that nodes become ready', () => {
    expect(stack.resources('aws_eks_node_group')[0]?.depends_on).toEqual(
      expect.arrayContaining([
        'aws_eks_addon.kubernetes_vpc-cni',
        'aws_iam_role_policy_attachment.kubernetes_nodes_AmazonEKSWorkerNodePolicy',
      ]),
    );
  });

  test.each(['coredns', 'metrics-server'])('has nodes before %s, which runs on them', (name) => {
    const addon = stack.resources('aws_eks_addon').find(({ addon_name }) => addon_name === name);
    expect(addon?.depends_on).toEqual(['aws_eks_node_group.kubernetes_nodes_group']);
  });
});
