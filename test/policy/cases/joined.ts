import { platform, shop } from '../support';
import type { CaseTable, Joined, RuleCases, TerraformStacks } from './case';

type Json = Record<string, unknown>;
const ref = (address: string) => `\${${address}}`;

const provider = (region: string, role = 'primary') => ({
  aws: [{ region, default_tags: [{ tags: { platform: 'shop', environment: 'production', 'region-role': role, 'cost-centre': 'shop' } }] }],
});
const backend = (key: string) => ({ backend: { s3: { bucket: 'state', key, region: 'us-east-1', encrypt: true, use_lockfile: true } } });
const stackOf = (name: string, json: Json) => ({ name, file: `${name}/cdk.tf.json`, json });

// A role that EKS lends to the pods of one account.
const trust = (namespace: string | undefined, account: string, service = 'pods.eks.amazonaws.com') =>
  JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            ...(namespace === undefined ? {} : { 'aws:RequestTag/kubernetes-namespace': namespace }),
            'aws:RequestTag/kubernetes-service-account': account,
          },
        },
      },
    ],
  });
interface Lent {
  readonly namespace?: string;
  readonly account?: string;
  readonly trusts?: string;
  readonly roleArn?: string;
}
const lending = ({
  namespace = 'shop',
  account = 'cart',
  trusts = trust('shop', 'cart'),
  roleArn = ref('aws_iam_role.cart.arn'),
}: Lent = {}) => ({
  provider: provider('us-east-1'),
  resource: {
    aws_eks_cluster: { main: { name: 'shop-production-us-east-1' } },
    aws_iam_role: { cart: { name: 'shop-production-us-east-1-cart', assume_role_policy: trusts } },
    aws_eks_pod_identity_association: {
      cart: { cluster_name: ref('aws_eks_cluster.main.name'), namespace, service_account: account, role_arn: roleArn },
    },
  },
});
const lent = (changes?: Lent): TerraformStacks => ({ terraform: [stackOf('cluster', lending(changes))] });
const irsa = (subject: string): Json => ({
  provider: provider('us-east-1'),
  resource: {
    aws_iam_role: {
      cart: {
        name: 'cart',
        assume_role_policy: JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Federated: 'arn:aws:iam::222222222222:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A' },
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: { StringEquals: { 'oidc.eks.us-east-1.amazonaws.com/id/A:sub': subject } },
            },
          ],
        }),
      },
    },
  },
});

/** The shop in its cluster of the platform, beside stacks. */
const joined = (json: Json, set: Parameters<typeof shop>[0] = {}): Joined => ({
  of: platform(),
  stacks: [stackOf('cluster', json)],
  manifests: [shop(set, { where: 'production/us-east-1' })],
});
const takesOn = (arn: string) => ({
  account: { metadata: { name: 'cart', namespace: 'shop', annotations: { 'eks.amazonaws.com/role-arn': arn } } },
});
const makes = (resource: Json): Json => ({ provider: provider('us-east-1'), resource });
const fromRegistry = (repository: string) => ({
  container: { image: `222222222222.dkr.ecr.us-east-1.amazonaws.com/${repository}:1.4.2` },
});
const secret = (key: string) => ({
  add: [
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: { data: [{ secretKey: 'url', remoteRef: { key, property: 'address' } }] },
    },
  ],
});
const location = (bucket: string, alias = 'alias/shop-production-us-east-1-data') => ({
  add: [
    {
      apiVersion: 'velero.io/v1',
      kind: 'BackupStorageLocation',
      metadata: { name: 'default', namespace: 'velero' },
      spec: { objectStorage: { bucket }, config: { region: 'us-east-1', kmsKeyId: `arn:aws:kms:us-east-1:222222222222:${alias}` } },
    },
  ],
});
const kept = makes({
  aws_s3_bucket: { a: { bucket: 'backups' } },
  aws_kms_alias: { a: { name: 'alias/shop-production-us-east-1-data' } },
});

/** A network that tells an id, and a stack that reads what it may not tell. */
const reading = (output: string, key = 'network/terraform.tfstate'): TerraformStacks => ({
  terraform: [
    stackOf('network', { terraform: backend('network/terraform.tfstate'), output: { vpc_id: { value: 'v' } } }),
    stackOf('cluster', {
      terraform: backend('cluster/terraform.tfstate'),
      data: { terraform_remote_state: { network: { backend: 's3', config: { bucket: 'state', key } } } },
      resource: { aws_subnet: { a: { vpc_id: ref(`data.terraform_remote_state.network.outputs.${output}`) } } },
    }),
  ],
});
const parameter = (name: string): TerraformStacks => ({
  terraform: [
    stackOf('network', { resource: { aws_ssm_parameter: { vpc: { name: '/shop/vpc-id', type: 'String', value: 'v' } } } }),
    stackOf('cluster', { data: { aws_ssm_parameter: { vpc: { name } } } }),
  ],
});

/** Two VPCs, which are joined by being of one environment. */
const networks = (a: Json, b: Json, environments: readonly [string, string] = ['production', 'production']): TerraformStacks => ({
  terraform: [a, b].map((vpc, i) => {
    const region = ['us-east-1', 'us-west-2'][i] ?? '';
    const json = { provider: provider(region), resource: { aws_vpc: { main: { ...vpc, tags: { environment: environments[i] } } } } };
    return stackOf(region, json);
  }),
});
const peered = (block: string): TerraformStacks => ({
  terraform: [
    stackOf('network', {
      resource: {
        aws_vpc: { a: { cidr_block: '10.0.0.0/16' }, b: { cidr_block: block } },
        aws_vpc_peering_connection: { ab: { vpc_id: ref('aws_vpc.a.id'), peer_vpc_id: ref('aws_vpc.b.id') } },
      },
    }),
  ],
});
const subnets = (...zones: readonly (string | undefined)[]): TerraformStacks => ({
  terraform: [
    stackOf('network', {
      resource: {
        aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
        aws_subnet: Object.fromEntries(
          zones.map((zone, i) => [`s${i}`, { vpc_id: ref('aws_vpc.main.id'), ...(zone ? { availability_zone: zone } : {}) }]),
        ),
      },
    }),
  ],
});

interface Pair {
  readonly version?: string;
  readonly nodes?: number;
  readonly environment?: string;
}
const pair = ({ version = '1.34', nodes = 9, environment = 'production' }: Pair): TerraformStacks => ({
  terraform: [
    { region: 'us-east-1', role: 'primary', version: '1.34', nodes: 9, environment: 'production' },
    { region: 'us-west-2', role: 'recovery', version, nodes, environment },
  ].map((each) =>
    stackOf(each.region, {
      provider: provider(each.region, each.role),
      resource: {
        aws_eks_cluster: { main: { name: `shop-${each.region}`, version: each.version, tags: { environment: each.environment } } },
        aws_eks_node_group: {
          a: { cluster_name: ref('aws_eks_cluster.main.name'), scaling_config: { max_size: Math.floor(each.nodes / 3) } },
          b: { cluster_name: ref('aws_eks_cluster.main.name'), scaling_config: [{ max_size: Math.ceil((2 * each.nodes) / 3) }] },
        },
      },
    }),
  ),
});
const ownNodes = (nodes: number): TerraformStacks => ({
  platform: platform(),
  terraform: [
    stackOf('cluster', {
      provider: provider('us-east-1'),
      resource: {
        aws_eks_cluster: { main: { name: 'shop-production-us-east-1', version: '1.34' } },
        aws_eks_node_group: { a: { cluster_name: ref('aws_eks_cluster.main.name'), scaling_config: { max_size: nodes } } },
      },
    }),
  ],
});

/** X12 and X13 over stacks, beside what they ask of the model. */
export const STACK_NETWORK: RuleCases = {
  breaks: {
    'stacks of two regions with one block': networks({ cidr_block: '10.0.0.0/16' }, { cidr_block: '10.0.128.0/17' }),
    'VPCs that are peered and overlap': peered('10.0.0.0/8'),
    'a VPC whose subnets are in one zone': subnets('us-east-1a', 'us-east-1a'),
  },
  keeps: {
    'stacks of two regions with blocks of their own': networks({ cidr_block: '10.0.0.0/16' }, { cidr_block: '10.1.0.0/16' }),
    'stacks of two environments with one block': networks({ cidr_block: '10.0.0.0/16' }, { cidr_block: '10.0.0.0/16' }, [
      'staging',
      'production',
    ]),
    'VPCs that are peered and do not overlap': peered('10.1.0.0/16'),
    'a block that only a plan knows': networks({ cidr_block: ref('var.block') }, { cidr_block: '10.0.0.0/16' }),
    'subnets in two zones': subnets('us-east-1a', 'us-east-1b'),
    'subnets in zones that AWS chooses': subnets('us-east-1a', undefined),
  },
};

export const STACK_CAPACITY: RuleCases = {
  breaks: {
    'a recovery cluster of another Kubernetes version': pair({ version: '1.33' }),
    'a recovery cluster that may not grow as far': pair({ nodes: 6 }),
    'node groups below what the model needs': ownNodes(1),
  },
  keeps: {
    'two clusters alike': pair({}),
    'clusters of two environments': pair({ version: '1.33', nodes: 3, environment: 'staging' }),
    'node groups with the room that the model needs': ownNodes(100),
  },
};

export const joinedCases: CaseTable = {
  X23: {
    breaks: {
      'a role that trusts another account': lent({ trusts: trust('shop', 'carts') }),
      'a role that trusts another namespace': lent({ trusts: trust('store', 'cart') }),
      'a role that trusts every namespace': lent({ trusts: trust(undefined, 'cart') }),
      'a role that does not trust pods': lent({ trusts: trust('shop', 'cart', 'ec2.amazonaws.com') }),
      'a role that nobody makes': lent({ roleArn: ref('aws_iam_role.carts.arn') }),
      'an output that the other stack does not tell': reading('vpc_ids'),
      'a parameter that nobody writes': parameter('/shop/vpc'),
      'an association with an account that no manifest makes': joined(lending({ account: 'carts', trusts: trust('shop', 'carts') })),
      'a token of an account that no manifest makes': joined(irsa('system:serviceaccount:shop:carts')),
      'an account that takes on a role that no stack makes': joined(
        irsa('system:serviceaccount:shop:cart'),
        takesOn('arn:aws:iam::222222222222:role/carts'),
      ),
      'an account that takes on a role of another one': joined(
        irsa('system:serviceaccount:velero:velero-server'),
        takesOn('arn:aws:iam::222222222222:role/cart'),
      ),
      'an image from a repository that no stack makes': joined(
        makes({ aws_ecr_repository: { a: { name: 'shop/production/web' } } }),
        fromRegistry('shop/production/cart'),
      ),
      'the address of a database that no stack writes': joined(
        makes({ aws_secretsmanager_secret: { a: { name: 'shop/production/databases/orders' } } }),
        secret('shop/production/databases/order'),
      ),
      'backups in a bucket that no stack makes': joined(kept, location('backup')),
      'backups with a key that no stack makes': joined(kept, location('backups', 'alias/shop-data')),
    },
    keeps: {
      'a role for the very account': lent(),
      'a role of a policy that only a plan knows': lent({ trusts: ref('data.aws_iam_policy_document.a.json') }),
      'an output that is told': reading('vpc_id'),
      'a state of somebody else': reading('vpc_ids', 'elsewhere'),
      'a parameter that is written': parameter('/shop/vpc-id'),
      'a parameter of somebody else': parameter('/aws/service/ami'),
      'an association with an account of the manifests': joined(lending()),
      'an association with the account of a chart': joined(
        lending({ namespace: 'velero', account: 'velero-server', trusts: trust('velero', 'velero-server') }),
      ),
      'an association of another cluster': joined({ ...lending({ account: 'carts' }), resource: {} }),
      'a token of an account of the manifests': joined(
        irsa('system:serviceaccount:shop:cart'),
        takesOn('arn:aws:iam::222222222222:role/cart'),
      ),
      'an image from a repository of the stacks': joined(
        makes({ aws_ecr_repository: { a: { name: 'shop/production/cart' } } }),
        fromRegistry('shop/production/cart'),
      ),
      'an image through a cache of the stacks': joined(
        makes({
          aws_ecr_repository: { a: { name: 'shop/production/web' } },
          aws_ecr_pull_through_cache_rule: { a: { ecr_repository_prefix: 'quay' } },
        }),
        fromRegistry('quay/prometheus'),
      ),
      'the address of a database that a stack writes': joined(
        makes({ aws_secretsmanager_secret: { a: { name: 'shop/production/databases/orders' } } }),
        secret('shop/production/databases/orders'),
      ),
      'a secret of people': joined(makes({ aws_secretsmanager_secret: { a: { name: 'b' } } }), secret('shop/production/payments-key')),
      'backups where the stacks keep them': joined(kept, location('backups')),
    },
  },
};
