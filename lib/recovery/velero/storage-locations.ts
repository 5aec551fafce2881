import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ANNOTATIONS,
  aliasArn,
  type BackupPlace,
  backupPlace,
  type Cluster,
  type Platform,
  peerOf,
  VELERO,
  veleroPrefix,
} from '../../model';

/** Location that a Schedule uses when it names none. */
export const OWN_LOCATION = 'default';
/** Location with the backups of the cluster in the other region. */
export const PEER_LOCATION = 'peer';

/** How often Velero looks whether it still reaches the bucket. */
const VALIDATION = '5m';
/** How often Velero learns of backups that another cluster made. */
const SYNC = '5m';

export interface StorageLocationsProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly labels: Readonly<Record<string, string>>;
}

/** Where Velero keeps the backups of a cluster, and where it reads those of the cluster that it may have to stand in for. */
export class StorageLocations extends Construct {
  constructor(scope: Construct, id: string, { platform, cluster, labels }: StorageLocationsProps) {
    super(scope, id);
    const own = backupPlace(platform, cluster);
    const peer = peerOf(platform, cluster);
    // Without another region it is for mistakes of people, and not for the loss of its region.
    const protects = peer ? cluster.region : undefined;
    this.location('Own', { name: OWN_LOCATION, place: own, prefix: veleroPrefix(cluster), labels, writes: true, protects });
    if (!peer) return;
    const place = backupPlace(platform, peer);
    this.location('Peer', { name: PEER_LOCATION, place, prefix: veleroPrefix(peer), labels, writes: false });
  }

  private location(id: string, { name, place, prefix, labels, writes, protects }: Location): void {
    new ApiObject(this, id, {
      apiVersion: 'velero.io/v1',
      kind: 'BackupStorageLocation',
      metadata: {
        name,
        namespace: VELERO.namespace,
        labels,
        ...(protects === undefined ? {} : { annotations: { [ANNOTATIONS.region]: protects } }),
      },
      spec: {
        provider: 'aws',
        default: writes,
        // Two clusters that write to one place would delete each other's backups.
        accessMode: writes ? 'ReadWrite' : 'ReadOnly',
        backupSyncPeriod: SYNC,
        validationFrequency: VALIDATION,
        objectStorage: { bucket: place.name, prefix },
        // By its ARN: an alias alone would be looked for in the region of the cluster.
        config: { region: place.region, ...(writes ? { kmsKeyId: aliasArn(place, place.keyAlias) } : {}) },
      },
    });
  }
}

interface Location {
  readonly name: string;
  readonly place: BackupPlace;
  readonly prefix: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly writes: boolean;
  /** Region whose loss the backups are for. */
  readonly protects?: string;
}
