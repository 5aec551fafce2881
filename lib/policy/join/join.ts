import type { Cluster, Platform } from '../../model';
import type { Breach, ManifestIndex } from '../manifests';
import type { TerraformBreach, TerraformIndex } from '../terraform/stack';

/** Both halves of a platform: what runs in its clusters, and the stacks that these stand on. */
export interface Join {
  readonly terraform: TerraformIndex;
  readonly clusters: readonly JoinedCluster[];
  readonly platform: Platform;
}

/** The objects of a cluster, and the cluster of the model that they are for. */
export interface JoinedCluster {
  readonly cluster: Cluster;
  readonly objects: ManifestIndex;
}

/** Where the halves do not fit: in an object, or in a resource. */
export type JoinBreach = Breach | TerraformBreach;

export const isInObject = (breach: JoinBreach): breach is Breach => 'object' in breach;
