import { DocdbGlobalCluster } from '@cdktf/provider-aws/lib/docdb-global-cluster';
import { ElasticacheGlobalReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-global-replication-group';
import { RdsGlobalCluster } from '@cdktf/provider-aws/lib/rds-global-cluster';
import { Construct } from 'constructs';
import { type Cluster, databaseArn, type ManagedDatabase, managedDatabases, type Platform } from '../../model';
import { cacheEngine } from '../cache-engine';
import { cacheNodeType } from '../cache-node';

export interface GlobalDatabasesProps {
  readonly platform: Platform;
  /** The cluster whose databases are written to. */
  readonly primary: Cluster;
}

/**
 * What joins the databases of two regions. It belongs to neither: it is made from the names of what is written to, and its state is
 * kept where the copies are, so that it is there to be changed when the primary region is not.
 */
export class GlobalDatabases extends Construct {
  /** Ids of the Global Datastores by database: AWS puts letters of its own before our suffix. */
  readonly datastoreIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { platform, primary }: GlobalDatabasesProps) {
    super(scope, id);
    const ids: Record<string, string> = {};
    for (const database of globalDatabases(platform, primary)) {
      const at = new Construct(this, database.name);
      if (database.product === 'elasticache') ids[database.name] = datastore(at, primary, database);
      else if (database.product === 'documentdb') documents(at, primary, database);
      else aurora(at, primary, database);
    }
    this.datastoreIds = ids;
  }
}

const globalDatabases = (platform: Platform, primary: Cluster) =>
  managedDatabases(platform, primary).filter(({ replication }) => replication.value === 'globalDatabase');

/**
 * Both are made through the API of the region that is written to (create-global-cluster and CreateGlobalReplicationGroup take a
 * source of their own region). Nothing of the recovery region waits for this when that API is gone: it reads the state only.
 *
 * Members of a Global Datastore take version and node from here.
 */
function datastore(scope: Construct, primary: Cluster, { name, spec, server }: ManagedDatabase): string {
  const { engine, version } = cacheEngine(name, spec);
  const group = new ElasticacheGlobalReplicationGroup(scope, 'datastore', {
    region: primary.region,
    globalReplicationGroupIdSuffix: server,
    globalReplicationGroupDescription: `${name} of ${primary.environment}`,
    primaryReplicationGroupId: server,
    automaticFailoverEnabled: true,
    engine,
    engineVersion: version,
    cacheNodeType: cacheNodeType(name, spec),
    lifecycle: { preventDestroy: primary.protect, ignoreChanges: ['primary_replication_group_id'] },
  });
  return group.globalReplicationGroupId;
}

function aurora(scope: Construct, primary: Cluster, { name, server }: ManagedDatabase): void {
  new RdsGlobalCluster(scope, 'global-cluster', {
    region: primary.region,
    globalClusterIdentifier: server,
    sourceDbClusterIdentifier: databaseArn('cluster', primary, server),
    deletionProtection: primary.protect,
    // A global cluster can only be deleted when its members have left it.
    forceDestroy: true,
    tags: { database: name },
    lifecycle: { preventDestroy: primary.protect, ignoreChanges: ['source_db_cluster_identifier'] },
  });
}

function documents(scope: Construct, primary: Cluster, { server }: ManagedDatabase): void {
  new DocdbGlobalCluster(scope, 'global-cluster', {
    region: primary.region,
    globalClusterIdentifier: server,
    sourceDbClusterIdentifier: databaseArn('cluster', primary, server),
    deletionProtection: primary.protect,
    lifecycle: { preventDestroy: primary.protect, ignoreChanges: ['source_db_cluster_identifier'] },
  });
}
