import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { Construct } from 'constructs';
import type { ClusterAccess } from '../model';

export interface ClusterAccessEntriesProps {
  /** Name of the EKS cluster, as an attribute of it, so that Terraform creates it first. */
  readonly clusterName: string;
  readonly access: readonly ClusterAccess[];
}

/** Who the API server of a cluster admits. */
export class ClusterAccessEntries extends Construct {
  constructor(scope: Construct, id: string, { clusterName, access }: ClusterAccessEntriesProps) {
    super(scope, id);
    for (const { name, roleArn, groups, policy } of access) {
      const at = new Construct(this, name);
      const entry = new EksAccessEntry(at, 'entry', {
        clusterName,
        principalArn: roleArn,
        type: 'STANDARD',
        ...(groups.length > 0 ? { kubernetesGroups: [...groups] } : {}),
      });
      if (policy)
        new EksAccessPolicyAssociation(at, 'policy', {
          clusterName,
          principalArn: entry.principalArn,
          policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
          accessScope: { type: 'cluster' },
        });
    }
  }
}
