import { EXTERNAL_SECRETS } from '../../lib/model';
import { platformOf } from '../support/platforms';
import { type Body, type Stack, stackFor, stacksOf } from './support';

const SERVICE = '{ tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } } }';
const VAULT = 'secretStore: { provider: vault, vault: { server: "https://vault.example.com:8200" } }';
const NAME = 'shop-production-eu-west-1-secret-reader';

const stackOf = (more = '') => stackFor(stacksOf(platformOf(`  a: ${SERVICE}\n`, more)), 'production-eu-west-1', 'cluster');
const statementsOf = (policy: unknown) => (JSON.parse(String(policy)) as { Statement: Body[] }).Statement;

describe('who reads the secrets of an environment', () => {
  let stack: Stack;
  beforeAll(() => {
    stack = stackOf();
  });
  const role = () => stack.resources('aws_iam_role').find(({ name }) => name === NAME);
  const permissions = () => statementsOf(stack.resources('aws_iam_role_policy').find(({ name }) => name === 'secret-reader')?.policy);

  test('are the pods of the External Secrets Operator in this cluster, and no other ones', () => {
    expect(statementsOf(role()?.assume_role_policy)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-west-1:111111111111:cluster/shop-production-eu-west-1',
            'aws:RequestTag/kubernetes-namespace': EXTERNAL_SECRETS.namespace,
            'aws:RequestTag/kubernetes-service-account': EXTERNAL_SECRETS.serviceAccount,
          },
        },
      },
    ]);
  });

  test('get the role from the cluster itself', () => {
    const ofOperator = stack
      .resources('aws_eks_pod_identity_association')
      .filter(({ service_account }) => service_account === EXTERNAL_SECRETS.serviceAccount);
    expect(ofOperator).toEqual([
      expect.objectContaining({
        cluster_name: `\${aws_eks_cluster.kubernetes_cluster.name}`,
        namespace: EXTERNAL_SECRETS.namespace,
        service_account: EXTERNAL_SECRETS.serviceAccount,
        role_arn: `\${aws_iam_role.pods_secret-reader_role.arn}`,
      }),
    ]);
  });

  test('read the secrets of this environment in this region one by one, and change none', () => {
    const ofSecrets = permissions().filter(({ Action }) => JSON.stringify(Action).includes('secretsmanager:'));
    expect(ofSecrets).toEqual([
      expect.objectContaining({
        Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
        Resource: ['arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop/production/*'],
      }),
    ]);
  });

  test('decrypt with the key of the region, through Secrets Manager only', () => {
    expect(permissions().filter(({ Action }) => JSON.stringify(Action).includes('kms:'))).toEqual([
      expect.objectContaining({
        Action: ['kms:Decrypt'],
        Resource: ['arn:aws:kms:eu-west-1:111111111111:key/*'],
        Condition: {
          'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/shop-production-eu-west-1-secrets' },
          StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
        },
      }),
    ]);
  });

  test('is for Vault to say where Vault holds the secrets', () => {
    const { types, text } = stackOf(VAULT);
    expect(types).toContain('aws_eks_pod_identity_association');
    expect(text).not.toContain(EXTERNAL_SECRETS.serviceAccount);
    expect(text).not.toContain('secretsmanager:GetSecretValue');
  });
});
