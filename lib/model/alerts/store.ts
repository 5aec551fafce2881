import { peerOf, postgresBackup } from '../backups';
import type { Cluster, Platform } from '../platform';
import type { InClusterDatabase } from '../stores';
import type { Workload } from '../workload';
import { type Alert, type AlertGroup, group } from './alert';
import { select } from './promql';
import { kubectl, step } from './runbook';
import { type AlertScope, alertIn, clusterScope, place } from './scope';
import { jobAlerts } from './service/jobs';
import { scrapeAlerts } from './service/scrape';
import { showPods } from './steps';

export interface StoreAlertsProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly database: InClusterDatabase;
  /** What runs it. */
  readonly server: Workload;
  /** What copies it, and tests that a copy comes back. */
  readonly jobs: readonly Workload[];
}

/** Alerts of a database in pods: whether its log reaches its archive, its copies are made and come back, and anybody can tell. */
export function storeAlerts({ platform, cluster, database, server, jobs }: StoreAlertsProps): readonly AlertGroup[] {
  const scope: AlertScope = { ...clusterScope(platform, cluster), service: database.name };
  const archive = [
    archiveTooOld(scope, platform, cluster, database),
    ...(peerOf(platform, cluster) ? [standbyBehind(scope, platform, cluster, database)] : []),
  ];
  const watched = jobs.flatMap((job) =>
    job.schedule && !job.schedule.onDemand ? jobAlerts({ ...scope, service: job.name }, job, job.schedule).alerts : [],
  );
  const groups = [group('archive', archive), scrapeAlerts(scope, server), group('copies', watched)];
  return groups.filter(({ alerts }) => alerts.length > 0);
}

/** The last moment at which a loss is within what was promised. Regions take turns, so each server is asked whether it writes. */
function archiveTooOld(scope: AlertScope, platform: Platform, cluster: Cluster, database: InClusterDatabase): Alert {
  const { name } = database;
  const { alertAfter, continuous } = postgresBackup(platform, cluster, database);
  const of = { namespace: scope.namespace, job: name };
  const follows = select('pg_replication_is_replica', of);
  return alertIn(scope, {
    name: 'ArchiveTooOld',
    // A server that never archived anything has no age, and is as late as one whose age is too high.
    expr: `(max(${follows}) == 0 unless max(${select('pg_stat_archiver_last_archive_age', of)}) <= ${alertAfter.value})\n  or\nabsent(${follows})`,
    forSeconds: 60,
    severity: 'critical',
    labels: { database: name },
    summary: `${name} in ${place(scope)}: its log does not reach the archive`,
    description: `The newest file of the log of ${name} in its archive is older than ${alertAfter.value} s, or nobody knows; it is never older than ${continuous.value} s when all is well.`,
    runbook: {
      means:
        'Nothing is lost yet. If the volume were lost now, more would be gone than was promised. The log stays on the disk meanwhile, which fills.',
      confirm: [
        showPods(scope),
        step('What the server says of its attempts:', kubectl(`logs statefulset/${name} --container ${name} --tail 100`, scope.namespace)),
        step(
          'How many files wait:',
          kubectl(
            `exec statefulset/${name} --container ${name} -- sh -c 'ls "$PGDATA/pg_wal/archive_status" | grep -c ready$'`,
            scope.namespace,
          ),
        ),
      ],
      mitigate: [
        step(
          'The bucket or its key refuses: compare the role of the pod.',
          `aws eks list-pod-identity-associations --region ${scope.region} --cluster-name ${cluster.name} --namespace ${scope.namespace} --service-account ${name}`,
        ),
        step('The disk fills: make its volume larger.', kubectl(`get persistentvolumeclaims`, scope.namespace)),
      ],
      learn: ['How much was written in the time without an archive?'],
    },
  });
}

/** A standby that stands still loses nothing, since the archive has it, and takes long to take over. */
function standbyBehind(scope: AlertScope, platform: Platform, cluster: Cluster, database: InClusterDatabase): Alert {
  const { name } = database;
  const { alertAfter, continuous } = postgresBackup(platform, cluster, database);
  const lag = select('pg_replication_lag_seconds', { namespace: scope.namespace, job: name });
  return alertIn(scope, {
    name: 'StandbyBehind',
    expr: `max(${lag}) > ${alertAfter.value + continuous.value}`,
    forSeconds: 300,
    severity: 'warning',
    labels: { database: name },
    summary: `${name} in ${place(scope)}: the standby does not follow`,
    description: `The newest commit that the standby of ${name} has is {{ $value | humanizeDuration }} old; ${continuous.value} s are usual.`,
    runbook: {
      means: 'Nothing is lost. If the other region were lost now, this server would first read what it is behind.',
      confirm: [
        showPods(scope),
        step('Which file it waits for:', kubectl(`logs statefulset/${name} --container ${name} --tail 100`, scope.namespace)),
      ],
      mitigate: [
        step('The server in the other region archives nothing: its own alert ArchiveTooOld says so, and what to do.'),
        step(
          'A file is missing from the archive for good: begin anew from the newest base backup.',
          `${kubectl(`delete persistentvolumeclaim data-${name}-0 --wait=false`, scope.namespace)}
${kubectl(`delete pod ${name}-0`, scope.namespace)}`,
        ),
      ],
      learn: ['How far behind was it, and since when?'],
    },
  });
}
