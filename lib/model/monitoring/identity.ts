import { clusterName } from '../names';
import type { Cluster, Platform } from '../platform';

/** Labels that tell alerts and remote samples of one cluster from those of another. */
export const externalLabels = ({ name }: Platform, { environment, region, role }: Cluster) => ({
  platform: name,
  environment,
  region,
  role,
  cluster: clusterName(name, environment, region),
});

/** Where a cluster's samples go beside its own disk: the workspaces of its environment, in each region. */
export interface RemoteWorkspace {
  readonly region: string;
  readonly url: string;
}

export const remoteWorkspaces = ({ spec }: Platform, { environment }: Cluster): readonly RemoteWorkspace[] => {
  const declared = spec.telemetry.workspaces[environment] ?? {};
  return (['primary', 'recovery'] as const).flatMap((role) => {
    const [id, region] = [declared[role], spec.regions[role]?.name];
    if (id === undefined || region === undefined) return [];
    return [{ region, url: `https://aps-workspaces.${region}.amazonaws.com/workspaces/${id}/api/v1/remote_write` }];
  });
};
