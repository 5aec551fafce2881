import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { type Cluster, clusterArn, type PodIdentity, podRoleName } from '../model';
import { podTrust, policyDocument, statementOf } from './policy-document';

export interface PodIdentitiesProps {
  readonly cluster: Cluster;
  /** Name of the EKS cluster, as an attribute of it, so that Terraform creates it first. */
  readonly clusterName: string;
  /** Pods that use AWS, as the model lists them. */
  readonly identities: readonly PodIdentity[];
}

/** A role for each workload that uses AWS, lent to the pods of one service account of one cluster and to nobody else. */
export class PodIdentities extends Construct {
  constructor(scope: Construct, id: string, { cluster, clusterName, identities }: PodIdentitiesProps) {
    super(scope, id);
    for (const identity of identities) {
      const { name, namespace, serviceAccount, because, permissions, managedPolicies = [] } = identity;
      const at = new Construct(this, name);
      const role = new IamRole(at, 'role', {
        name: podRoleName(cluster, identity),
        description: `${namespace}/${serviceAccount} ${because}`,
        assumeRolePolicy: podTrust(clusterArn(cluster), identity),
      });
      if (permissions.length > 0)
        new IamRolePolicy(at, 'role-policy', {
          name,
          role: role.id,
          policy: policyDocument(...permissions.map((permission) => statementOf(permission))),
        });
      for (const policy of managedPolicies)
        new IamRolePolicyAttachment(at, policy.replace(/^.*\//, ''), { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` });
      new EksPodIdentityAssociation(at, 'association', { clusterName, namespace, serviceAccount, roleArn: role.arn });
    }
  }
}
