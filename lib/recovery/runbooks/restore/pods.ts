import {
  type Cluster,
  databaseJob,
  databaseSchema,
  environmentDomain,
  failoverPlan,
  type InClusterDatabase,
  inClusterDatabases,
  type Platform,
  peerOf,
  postgresBackup,
  writerHost,
} from '../../../model';
import { formatSeconds } from '../../../spec';
import { PGDATA } from '../../postgres';
import { SCRIPTS } from '../../scripts';
import { askResolvers, signIn } from '../commands';
import { contacts } from '../contacts';
import { type Part, runbook, step, table } from '../markdown';
import { whatIsLost } from './beside';

/** A PostgreSQL in pods: a moment of it, its volume, or its region is lost; and the way back. Undefined where there is none. */
export function podsRestore(platform: Platform): string | undefined {
  const clusters = platform.clusters.filter((cluster) => inClusterDatabases(platform, cluster).length > 0);
  if (clusters.length === 0) return undefined;
  return runbook(platform.name, 'Restore a PostgreSQL in pods', [
    'Base backups and the log of each server stand in the archive, of which every moment of the last week can be restored.',
    whatIsLost,
    ...clusters.flatMap((cluster) => [
      `## ${cluster.name}`,
      contacts(platform, cluster.environment),
      step('Sign in:', signIn(cluster)),
      ...inClusterDatabases(platform, cluster).flatMap((database) => restoreOf(platform, cluster, database)),
    ]),
  ]);
}

const kubectl = ({ name, namespace }: Cluster, words: string) => `kubectl --context ${name} --namespace ${namespace} ${words}`;
const inServer = (cluster: Cluster, { name }: InClusterDatabase, words: string, flags = '') =>
  kubectl(cluster, `exec ${flags}statefulset/${name} --container ${name} -- ${words}`);
const ask = (cluster: Cluster, database: InClusterDatabase, query: string) =>
  inServer(cluster, database, `psql --username postgres --tuples-only --no-align --command '${query}'`);

function restoreOf(platform: Platform, cluster: Cluster, database: InClusterDatabase): Part[] {
  const { name } = database;
  const peer = peerOf(platform, cluster);
  const plan = postgresBackup(platform, cluster, database);
  return [
    `### ${cluster.name}: ${name}`,
    table(
      ['copy', 'how often', 'where'],
      [
        ['base backup', `${plan.schedule.cron} (${plan.schedule.timeZone})`, `\`s3://${plan.place.name}\` in ${plan.place.region}`],
        ['log', `after ${formatSeconds(plan.continuous.value)} at the latest`, 'beside it'],
      ],
    ),
    step('Whether it takes writes (f), or follows (t):', ask(cluster, database, 'SELECT pg_is_in_recovery()')),
    `#### ${cluster.name}: rows of ${name} are lost or spoilt`,
    ...aMoment(cluster, database),
    `#### ${cluster.name}: the volume of ${name} is lost`,
    step(
      `The pod restores itself from the archive, and loses ${formatSeconds(plan.worstLoss.value)} at most. A volume that is damaged goes first.`,
      `${kubectl(cluster, `delete persistentvolumeclaim data-${name}-0 --wait=false`)}
${kubectl(cluster, `delete pod ${name}-0`)}
${kubectl(cluster, `logs --follow statefulset/${name} --container ${name}`)}`,
    ),
    ...(peer ? otherRegion(platform, cluster, peer, database) : []),
  ];
}

/** Beside what runs, in the pod of a test of restores: it has the room, the rights, and nobody who asks it. */
function aMoment(cluster: Cluster, { name }: InClusterDatabase): Part[] {
  const job = `${name}-restore`;
  const schema = databaseSchema(name);
  const command = `sh ${SCRIPTS}/restore-test.sh && exec postgres -D /scratch/database -c config_file="$CONFIG" -c listen_addresses= -c unix_socket_directories=/tmp -c archive_mode=off -c archive_timeout=0`;
  return [
    step(
      'Restore the moment before it happened beside what runs. It is there when the log says that it accepts connections.',
      `MOMENT='2026-11-23T14:05:00Z'
${kubectl(cluster, `create job ${job} --from=cronjob/${databaseJob(name, 'restore-test')} --dry-run=client --output json`)} |
  jq --arg moment "$MOMENT" --arg run '${command}' '.spec.template.spec.containers[0] |= (.env += [{name: "RESTORE_TO", value: $moment}] | .command = ["sh", "-c", $run])' |
  ${kubectl(cluster, 'create --filename -')}
${kubectl(cluster, `logs --follow job/${job}`)}`,
    ),
    step(
      'Look at what is there, then copy what is missing: rows that are there already stop the copy, so remove the spoilt ones first.',
      `TABLE='its name'
${kubectl(cluster, `exec job/${job} -- pg_dump --host /tmp --username postgres --dbname ${schema} --data-only --table "$TABLE"`)} |
  ${kubectl(cluster, `exec --stdin statefulset/${name} --container ${name} -- psql --username postgres --dbname ${schema} --single-transaction --set ON_ERROR_STOP=1`)}`,
    ),
    step('Away with it; it ends by itself after six hours:', kubectl(cluster, `delete job ${job}`)),
  ];
}

/** What a person does when the region of a cluster is lost, and once it is well again. */
function otherRegion(platform: Platform, cluster: Cluster, peer: Cluster, database: InClusterDatabase): Part[] {
  const { name } = database;
  const promote = databaseJob(name, 'promote');
  const plan = failoverPlan(platform, cluster.environment);
  const hold = (at: Cluster) => `${inServer(at, database, `sh ${SCRIPTS}/hold.sh`)}
until ${kubectl(at, `logs statefulset/${name} --container ${name} --tail 3`)} | grep -q 'held back'; do sleep 5; done`;
  const takeOver = (at: Cluster) => `${kubectl(at, `create job ${promote} --from=cronjob/${promote}`)}
${kubectl(at, `wait --for=condition=complete --timeout=5m job/${promote}`)}
${kubectl(at, `logs job/${promote}`)}
${kubectl(at, `delete job ${promote}`)}`;
  return [
    `#### ${cluster.name}: ${name} is lost with ${cluster.region}`,
    ...(plan
      ? [
          step(
            `Only once ${peer.region} writes, as the failover says (failover.md):`,
            askResolvers(writerHost(environmentDomain(platform, cluster.environment))),
          ),
        ]
      : []),
    step(
      `If its cluster can still be reached, hold its server back: two that take writes are two truths. It stays so until ${PGDATA.replace(/\/[^/]*$/, '/held')} is removed.`,
      hold(cluster),
    ),
    step(`Let the standby in ${peer.region} take over:`, takeOver(peer)),
    step('It takes writes (f):', ask(peer, database, 'SELECT pg_is_in_recovery()')),
    `#### ${cluster.name}: ${name} comes back to ${cluster.region}`,
    step(
      `The old server refuses to start, since it was replaced. Its volume may hold commits that never left the region: copy what is needed out of it, then remove it, and the server follows ${peer.region}.`,
      `${kubectl(cluster, `delete persistentvolumeclaim data-${name}-0 --wait=false`)}
${kubectl(cluster, `delete pod ${name}-0`)}
${ask(cluster, database, 'SELECT pg_is_in_recovery(), now() - pg_last_xact_replay_timestamp()')}`,
    ),
    step('Stop writing. When the server has stopped, all of it is in the archive:', hold(peer)),
    step(
      'Wait until nothing new arrives: the same place twice, a minute apart.',
      ask(cluster, database, 'SELECT pg_last_wal_replay_lsn()'),
    ),
    step('Take over:', takeOver(cluster)),
    step(
      `The server in ${peer.region} follows again, on an empty volume:`,
      `${kubectl(peer, `delete persistentvolumeclaim data-${name}-0 --wait=false`)}
${kubectl(peer, `delete pod ${name}-0`)}`,
    ),
  ];
}
