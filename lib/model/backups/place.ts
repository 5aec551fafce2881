import { keyAlias } from '../encryption-keys';
import { backupBucket } from '../names';
import type { Cluster, Platform } from '../platform';
import type { BackupPlace } from './plan';

/** The cluster of the same environment in the other region; undefined where an environment has one region. */
export const peerOf = ({ clusters }: Platform, { environment, region }: Cluster): Cluster | undefined =>
  clusters.find((other) => other.environment === environment && other.region !== region);

/** Where the backups of a cluster stand: in the other region; in its own where there is no other one (rule X04 says when that is wrong). */
export function backupPlace(platform: Platform, cluster: Cluster): BackupPlace {
  const { name, environment, account, region } = peerOf(platform, cluster) ?? cluster;
  return {
    account,
    region,
    name: backupBucket(platform.name, environment, account, region),
    keyAlias: keyAlias(name, 'data'),
  };
}

/** Where in the bucket Velero keeps the backups of a cluster; other methods have prefixes of their own. */
export const veleroPrefix = ({ name }: Pick<Cluster, 'name'>) => `velero/${name}`;
