import { databaseArn, type FailoverPlan, type ManagedDatabase } from '../../model';
import { formatSeconds } from '../../spec';
import { askResolvers, aws, findDatastore, lookAtCopies } from './commands';
import { type Part, step } from './markdown';

/** Makes the copy of a database in the recovery region writable, as its product wants it. */
export function promoteByHand(plan: FailoverPlan, database: ManagedDatabase): readonly Part[] {
  const { recovery, primary } = plan;
  const { region } = recovery;
  const { name, product, server, backupDays } = database;
  const look = (what: string) => step(what, lookAtCopies(region, database));
  const own = databaseArn('cluster', recovery, server);
  const title = (kind: string) => `**${name}** (${kind} \`${server}\`)`;
  switch (product) {
    case 'rds':
      return [
        `${title('read replica')}. Its source in ${primary.region} is left as it was, and its pods ask a name who writes before they start. Promote only when that name says \`writer=${region}\`, and ${formatSeconds(plan.settings.lease.value)} have passed since.`,
        step('Who writes:', askResolvers(plan.writerHost)),
        look(
          '`available` and a source: it can be promoted. While it says `backing-up`, AWS refuses; wait. `available` without a source: it is promoted.',
        ),
        step(
          'Promote it, and wait; it restarts once:',
          `${aws(region, 'rds promote-read-replica', `--db-instance-identifier ${server} --backup-retention-period ${backupDays.value}`)}
sleep 60
${aws(region, 'rds wait db-instance-available', `--db-instance-identifier ${server}`)}`,
        ),
      ];
    case 'elasticache':
      return [
        `${title('Global Datastore of')}.`,
        look(`The line of ${region} says \`PRIMARY\`: it is done.`),
        step(
          'Make this region the one that is written to:',
          `${findDatastore(region, database)}
${aws(
  region,
  'elasticache failover-global-replication-group',
  '--global-replication-group-id "$DATASTORE"',
  `--primary-region ${region} --primary-replication-group-id ${server}`,
)}`,
        ),
        step(
          'AWS refuses that, since it waits for the region that is gone: take this region out of the datastore. It becomes a Redis of its own, which is written to.',
          aws(
            region,
            'elasticache disassociate-global-replication-group',
            '--global-replication-group-id "$DATASTORE"',
            `--replication-group-id ${server} --replication-group-region ${region}`,
          ),
        ),
      ];
    default: {
      const service = product === 'documentdb' ? 'docdb' : 'rds';
      return [
        `${title(product === 'documentdb' ? 'DocumentDB global cluster' : 'Aurora global database')}.`,
        look(`The line of ${region} says \`True\`: it is done.`),
        step(
          'Make this region the one that is written to. What was not copied yet is lost:',
          aws(
            region,
            `${service} failover-global-cluster`,
            `--global-cluster-identifier ${server} --allow-data-loss`,
            `--target-db-cluster-identifier ${own}`,
          ),
        ),
        step(
          'AWS refuses that for longer than you can wait: take this region out of the global cluster. It becomes a cluster of its own, which is written to.',
          aws(region, `${service} remove-from-global-cluster`, `--global-cluster-identifier ${server} --db-cluster-identifier ${own}`),
        ),
      ];
    }
  }
}
