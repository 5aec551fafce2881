import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ANNOTATIONS, VELERO, type VeleroPlan, type VolumeHook } from '../../model';
import { formatSeconds } from '../../spec';
import { OWN_LOCATION } from './storage-locations';

/** A snapshot of a volume is cut off after this time; EBS answers within seconds (Velero's own default). */
const SNAPSHOT_TIMEOUT = '10m';
/** Moving the data of all volumes is cut off after this time. The alert on the age of backups comes before that matters. */
const MOVE_TIMEOUT = '4h';
/** A database that needs longer to write what it holds has another problem. */
const HOOK_TIMEOUT = '1m';

export interface BackupScheduleProps {
  readonly plan: VeleroPlan;
  /** The most data, in seconds, that may be lost of what it copies; undefined where something else keeps it. */
  readonly rpoSeconds?: number;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A Schedule of Velero. Volumes are copied as CSI snapshots whose data is moved to the bucket: a snapshot of EBS stays in the
 * region that the backup is to outlive.
 */
export class BackupSchedule extends Construct {
  constructor(scope: Construct, id: string, { plan, rpoSeconds, labels }: BackupScheduleProps) {
    super(scope, id);
    const { name, schedule, retention, namespaces, withoutNamespaces, clusterResources, selector, hooks, every } = plan;
    const annotations = {
      ...(every === undefined ? {} : { [ANNOTATIONS.every]: formatSeconds(every) }),
      ...(rpoSeconds === undefined
        ? {}
        : { [ANNOTATIONS.rpo]: formatSeconds(rpoSeconds), [ANNOTATIONS.duration]: formatSeconds(plan.duration.value) }),
    };
    new ApiObject(this, 'Resource', {
      apiVersion: 'velero.io/v1',
      kind: 'Schedule',
      metadata: { name, namespace: VELERO.namespace, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
      spec: {
        schedule: `CRON_TZ=${schedule.timeZone} ${schedule.cron}`,
        paused: false,
        // A Schedule that is removed, by mistake or by an attacker, leaves the backups that it made.
        useOwnerReferencesInBackup: false,
        template: {
          metadata: { labels },
          storageLocation: OWN_LOCATION,
          ttl: goHours(retention.value),
          includedNamespaces: namespaces,
          ...(withoutNamespaces.length > 0 ? { excludedNamespaces: withoutNamespaces } : {}),
          ...(selector ? { labelSelector: { matchLabels: selector } } : {}),
          // With false, volumes would go without the PersistentVolume that belongs to them.
          ...(clusterResources ? { includeClusterResources: true } : {}),
          snapshotVolumes: true,
          snapshotMoveData: true,
          defaultVolumesToFsBackup: false,
          csiSnapshotTimeout: SNAPSHOT_TIMEOUT,
          itemOperationTimeout: MOVE_TIMEOUT,
          ...(hooks.length > 0 ? { hooks: { resources: hooks.map(hookOf) } } : {}),
        },
      },
    });
  }
}

/** A pod in which it fails leaves a backup that does not count as good: nobody would know whether the copy is whole. */
const hookOf = ({ name, namespace, selector, command }: VolumeHook) => ({
  name,
  includedNamespaces: [namespace],
  includedResources: ['pods'],
  labelSelector: { matchLabels: selector },
  pre: [{ exec: { command, onError: 'Fail', timeout: HOOK_TIMEOUT } }],
});

/** As Go writes durations: Velero knows no days. */
const goHours = (seconds: number) => `${Math.ceil(seconds / 3600)}h0m0s`;
