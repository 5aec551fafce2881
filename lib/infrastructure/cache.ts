import { ElasticacheParameterGroup } from '@cdktf/provider-aws/lib/elasticache-parameter-group';
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { type Cluster, databasePort } from '../model';
import type { DatabaseSpec } from '../spec';
import { type CacheEngine, cacheEngine } from './cache-engine';
import { cacheNodeType } from './cache-node';
import { clusterLogGroup } from './log-group';

/** Daily snapshots are kept for a week: a mistake of Friday is found on Monday, in days. */
const SNAPSHOT_DAYS = 7;
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
}

/** A managed Redis with a copy in every zone, encrypted on disk and on the wire, that only the pods of its VPC reach. */
export class Cache extends Construct {
  /** Name of whichever node is the primary one. */
  readonly host: string;
  readonly port: number;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { cluster, database, spec, name, subnetIds, keyArn } = props;
    const { zones } = cluster.network;
    const engine = cacheEngine(database, spec);
    this.port = databasePort(spec);
    const group = new ElasticacheReplicationGroup(this, 'replication-group', {
      replicationGroupId: name,
      description: `${database} of ${cluster.name}`,
      engine: engine.engine,
      engineVersion: engine.version,
      autoMinorVersionUpgrade: 'true',
      // A change happens while whoever deploys it looks on, not in the night of some maintenance window.
      applyImmediately: true,
      parameterGroupName: this.parameterGroup(name, engine).name,
      nodeType: cacheNodeType(database, spec),
      port: this.port,
      // A node in each zone; when the primary's zone is lost, another one takes over under the same name.
      numCacheClusters: zones.length,
      preferredCacheClusterAzs: zones.map(({ zone }) => zone),
      multiAzEnabled: true,
      automaticFailoverEnabled: true,
      subnetGroupName: new ElasticacheSubnetGroup(this, 'subnet-group', { name, subnetIds: [...subnetIds] }).name,
      securityGroupIds: [this.securityGroup(props).id],
      atRestEncryptionEnabled: 'true',
      kmsKeyId: keyArn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
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
      lifecycle: { preventDestroy: cluster.protect },
    });
    this.host = group.primaryEndpointAddress;
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

  /** Nodes and pods may connect, and nothing else: neither load balancers nor other databases. It opens no connection itself. */
  private securityGroup({ cluster, database, name, vpcId }: CacheProps): SecurityGroup {
    const group = new SecurityGroup(this, 'security-group', {
      name,
      description: `Pods to the database ${database}`,
      vpcId,
      tags: { Name: name },
    });
    for (const { zone, private: pods } of cluster.network.zones) {
      new VpcSecurityGroupIngressRule(this, `from-${zone}`, {
        securityGroupId: group.id,
        description: `Pods in ${zone}`,
        cidrIpv4: pods.text,
        ipProtocol: 'tcp',
        fromPort: this.port,
        toPort: this.port,
      });
    }
    return group;
  }

  /** AWS may deliver to every group below vendedlogs; for others it grows one policy of the account, which has a limit. */
  private logGroup(type: string, { cluster, database, logsKeyArn }: CacheProps) {
    return clusterLogGroup(this, type, `/aws/vendedlogs/elasticache/${cluster.name}/${database}/${type}`, logsKeyArn);
  }
}
