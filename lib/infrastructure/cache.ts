import { ElasticacheParameterGroup } from '@cdktf/provider-aws/lib/elasticache-parameter-group';
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group';
import { Construct } from 'constructs';
import { type Cluster, databasePort } from '../model';
import type { DatabaseSpec } from '../spec';
import { type CacheEngine, cacheEngine } from './cache-engine';
import { cacheNodeType } from './cache-node';
import { podsOnly } from './databases';
import { clusterLogGroup } from './log-group';

/** Daily snapshots are kept for a week: a mistake of Friday is found on Monday, in days. */
const SNAPSHOT_DAYS = 7;
/** What a Global Datastore decides for its members (AWS provider, aws_elasticache_global_replication_group). */
const OF_THE_DATASTORE = ['engine', 'engine_version', 'node_type', 'parameter_group_name', 'global_replication_group_id'];
const LOGS = ['slow-log', 'engine-log'] as const;

export interface CacheProps {
  readonly cluster: Cluster;
  /** Name of the database. */
  readonly database: string;
  readonly spec: DatabaseSpec;
  /** Name in AWS, of at most 40 characters. */
  readonly name: string;
  readonly vpcId: string;
  /** Data subnets, one in each zone. */
  readonly subnetIds: readonly string[];
  /** ARN of the key that encrypts data and snapshots. */
  readonly keyArn: string;
  /** ARN of the key that encrypts logs. */
  readonly logsKeyArn: string;
  /** Its place in a Global Datastore. Default: it has none. */
  readonly global?: GlobalPlace;
}

/** Written to here and followed by another region, or following one under the id that AWS gave to the two of them. */
export type GlobalPlace = { readonly role: 'source' } | { readonly role: 'copy'; readonly globalId: string };

/** A managed Redis with a copy in every zone, encrypted on disk and on the wire, that only the pods of its VPC reach. */
export class Cache extends Construct {
  /** Name of whichever node is the primary one. */
  readonly host: string;
  readonly port: number;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { cluster, database, spec, name, subnetIds, keyArn } = props;
    const { zones } = cluster.network;
    this.port = databasePort(spec);
    const group = new ElasticacheReplicationGroup(this, 'replication-group', {
      replicationGroupId: name,
      description: `${database} of ${cluster.name}`,
      ...this.kind(props),
      autoMinorVersionUpgrade: 'true',
      // A change happens while whoever deploys it looks on, not in the night of some maintenance window.
      applyImmediately: true,
      port: this.port,
      // A node in each zone; when the primary's zone is lost, another one takes over under the same name.
      numCacheClusters: zones.length,
      preferredCacheClusterAzs: zones.map(({ zone }) => zone),
      multiAzEnabled: true,
      automaticFailoverEnabled: true,
      subnetGroupName: new ElasticacheSubnetGroup(this, 'subnet-group', { name, subnetIds: [...subnetIds] }).name,
      securityGroupIds: [podsOnly(this, { cluster, database, server: name, vpcId: props.vpcId, port: this.port }).id],
      kmsKeyId: keyArn,
      snapshotRetentionLimit: SNAPSHOT_DAYS,
      // Whoever removes the database from the file removes preventDestroy with it: then a last snapshot is what is left.
      ...(cluster.protect ? { finalSnapshotIdentifier: `${name}-final` } : {}),
      logDeliveryConfiguration: LOGS.map((logType) => ({
        logType,
        logFormat: 'json',
        destinationType: 'cloudwatch-logs',
        destination: this.logGroup(logType, props).name,
      })),
      tags: { database },
      lifecycle: { preventDestroy: cluster.protect, ...(props.global ? { ignoreChanges: OF_THE_DATASTORE } : {}) },
    });
    this.host = group.primaryEndpointAddress;
  }

  /** What it runs, and that nobody reads along; a copy has all of it from the datastore and may not repeat it. */
  private kind({ database, spec, name, global }: CacheProps) {
    if (global?.role === 'copy') return { globalReplicationGroupId: global.globalId };
    const engine = cacheEngine(database, spec);
    return {
      engine: engine.engine,
      engineVersion: engine.version,
      parameterGroupName: this.parameterGroup(name, engine).name,
      nodeType: cacheNodeType(database, spec),
      atRestEncryptionEnabled: 'true',
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
    };
  }

  /** A full store refuses a write: this is a database, and what it forgets by itself nobody notices. */
  private parameterGroup(name: string, { family }: CacheEngine): ElasticacheParameterGroup {
    return new ElasticacheParameterGroup(this, 'parameter-group', {
      // A family cannot be changed: the next major version gets a group of its own, and the old one goes after the upgrade.
      name: `${name}-${family}`,
      family,
      description: `Parameters of ${name}`,
      parameter: [{ name: 'maxmemory-policy', value: 'noeviction' }],
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** AWS may deliver to every group below vendedlogs; for others it grows one policy of the account, which has a limit. */
  private logGroup(type: string, { cluster, database, logsKeyArn }: CacheProps) {
    return clusterLogGroup(this, type, `/aws/vendedlogs/elasticache/${cluster.name}/${database}/${type}`, logsKeyArn);
  }
}
