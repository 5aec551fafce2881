import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { type Cluster, EXTERNAL_SECRETS, type Platform, roleName, storeKey } from '../model';
import { podTrust, policyDocument } from './policy-document';

export interface SecretReaderProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  /** Name of the EKS cluster, as an attribute of it, so that Terraform creates it first. */
  readonly clusterName: string;
  /** ARN of the key that secrets are encrypted with. */
  readonly keyArn: string;
}

/** What lets the External Secrets Operator of a cluster read the secrets of its environment, and nothing else. */
export class SecretReader extends Construct {
  constructor(scope: Construct, id: string, { platform, cluster, clusterName, keyArn }: SecretReaderProps) {
    super(scope, id);
    const { name, account, region } = cluster;
    const role = new IamRole(this, 'role', {
      name: roleName(name, 'secret-reader'),
      assumeRolePolicy: podTrust(`arn:aws:eks:${region}:${account}:cluster/${name}`, EXTERNAL_SECRETS),
    });
    new IamRolePolicy(this, 'role-policy', { name: 'read-secrets', role: role.id, policy: readSecrets(platform.name, cluster, keyArn) });
    new EksPodIdentityAssociation(this, 'association', { clusterName, ...EXTERNAL_SECRETS, roleArn: role.arn });
  }
}

/** Secrets are read one by one, by a whole name: neither listing nor batches, which AWS does not limit to a prefix. */
const readSecrets = (platform: string, { account, region, environment }: Cluster, keyArn: string) =>
  policyDocument(
    {
      Sid: 'ReadSecretsOfEnvironment',
      Effect: 'Allow',
      Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      Resource: `arn:aws:secretsmanager:${region}:${account}:secret:${storeKey(platform, environment, '*')}`,
    },
    {
      Sid: 'DecryptThroughSecretsManager',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: keyArn,
      Condition: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
    },
  );
