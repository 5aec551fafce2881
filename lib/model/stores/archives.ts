import { backupPlace, peerOf } from '../backups/place';
import { keyAlias } from '../encryption-keys';
import { aliasArn, backupBucket } from '../names';
import type { Cluster, Platform } from '../platform';

/** A place in which copies of a database stand, and what its cluster does there. */
export interface ArchivePlace {
  /**
   * `write`: copies go here. `spare`: they go here while the other region cannot be reached. `read`: the cluster of the other
   * region keeps its own here.
   */
  readonly use: 'write' | 'spare' | 'read';
  readonly bucket: string;
  /** Below the bucket, without slashes at its ends. */
  readonly prefix: string;
  readonly region: string;
  readonly account: string;
  /** Alias of the key, in the region of the bucket. */
  readonly keyAlias: string;
}

/** Where in a bucket a cluster keeps the copies of a database; other methods have prefixes of their own. */
export const archivePrefix = ({ name }: Pick<Cluster, 'name'>, database: string) => `postgres/${name}/${database}`;

/**
 * Places of a database in one cluster, the first to be asked first. Copies of a cluster stand in the other region. The cluster
 * that takes over has nobody on the other side for as long as that region is gone, so it alone may keep them in its own
 * meanwhile; the server that was replaced finds there that it was.
 */
export function archivePlaces(platform: Platform, cluster: Cluster, database: string): readonly ArchivePlace[] {
  const peer = peerOf(platform, cluster);
  const far = (of: Cluster, use: ArchivePlace['use']): ArchivePlace => {
    const { name, region, account, keyAlias: alias } = backupPlace(platform, of);
    return { use, bucket: name, prefix: archivePrefix(of, database), region, account, keyAlias: alias };
  };
  const near = (of: Cluster, use: ArchivePlace['use']): ArchivePlace => ({
    use,
    bucket: backupBucket(platform.name, of.environment, of.account, of.region),
    prefix: archivePrefix(of, database),
    region: of.region,
    account: of.account,
    keyAlias: keyAlias(of.name, 'data'),
  });
  if (!peer) return [far(cluster, 'write')];
  return cluster.role === 'primary'
    ? [far(cluster, 'write'), near(peer, 'read'), far(peer, 'read')]
    : [far(cluster, 'write'), near(cluster, 'spare'), far(peer, 'read')];
}

export const placeKeyArn = (place: ArchivePlace) => aliasArn(place, place.keyAlias);
