import { postgresBackup } from '../backups';
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
  const archive = database.role === 'writable' ? [archiveTooOld(scope, platform, cluster, database)] : [];
  const watched = jobs.flatMap((job) => (job.schedule && !job.schedule.onDemand ? jobAlerts(scope, job, job.schedule).alerts : []));
  const groups = [group('archive', archive), scrapeAlerts(scope, server), group('copies', watched)];
  return groups.filter(({ alerts }) => alerts.length > 0);
}

/** The last moment at which a loss is within what was promised. */
function archiveTooOld(scope: AlertScope, platform: Platform, cluster: Cluster, database: InClusterDatabase): Alert {
  const { name } = database;
  const { alertAfter, continuous } = postgresBackup(platform, cluster, database);
  const age = select('pg_stat_archiver_last_archive_age', { namespace: scope.namespace, job: name });
  return alertIn(scope, {
    name: 'ArchiveTooOld',
    expr: `max(${age}) > ${alertAfter.value}\n  or\nabsent(${age})`,
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
