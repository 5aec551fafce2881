import { teamGroup } from '../names';
import type { Cluster, Platform } from '../platform';

/** An IAM role that the API server of a cluster admits, and what it may do there. */
export interface ClusterAccess {
  /** Id of the entry, part of its address. */
  readonly name: string;
  readonly roleArn: string;
  /** Kubernetes groups that the manifests give roles to. */
  readonly groups: readonly string[];
  /** Access policy of EKS, by its name, such as AmazonEKSClusterAdminPolicy. */
  readonly policy?: string;
}

/**
 * Who reaches the API server beside nodes and what runs on them: teams by their group, and an administrator for emergencies.
 * Pipelines are no part of it: they write to Git, and what runs in the cluster reads from there.
 */
export function clusterAccess({ name, spec }: Platform, { environment, tenancy }: Cluster): readonly ClusterAccess[] {
  const declared = spec.infrastructure.access[environment];
  if (!declared) return [];
  const teams = Object.entries(declared.teams)
    .filter(([team]) => tenancy.teams.includes(team))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...(declared.administrators
      ? [{ name: 'administrators', roleArn: declared.administrators, groups: [], policy: 'AmazonEKSClusterAdminPolicy' }]
      : []),
    ...teams.map(([team, roleArn]) => ({ name: `team-${team}`, roleArn, groups: [teamGroup(name, team)] })),
  ];
}
