import { DocdbCluster } from '@cdktf/provider-aws/lib/docdb-cluster';
import { DocdbClusterInstance } from '@cdktf/provider-aws/lib/docdb-cluster-instance';
import { DocdbClusterParameterGroup } from '@cdktf/provider-aws/lib/docdb-cluster-parameter-group';
import { DocdbSubnetGroup } from '@cdktf/provider-aws/lib/docdb-subnet-group';
import { Construct } from 'constructs';
import { engineVersion, instanceClass } from '../../model';
import { clusterLogGroup } from '../log-group';
import { lastSnapshot } from './last-snapshot';
import { masterPassword, masterUser, PASSWORD_VERSION } from './master-user';
import { MEMBERS, memberOf } from './members';
import type { CopyProps, Endpoint } from './place';
import { podsOnly } from './pods-only';
import { CERTIFICATE_AUTHORITY, WINDOWS } from './times';

const LOGS = ['audit', 'profiler'];
/** Operations that take longer are logged, in milliseconds. */
const SLOW_MS = 100;

/** What every DocumentDB is told: TLS 1.2 at least, who did what, and what was slow. */
const PARAMETERS = [
  { name: 'tls', value: 'tls1.2+' },
  { name: 'audit_logs', value: 'enabled' },
  { name: 'profiler', value: 'enabled' },
  { name: 'profiler_threshold_ms', value: String(SLOW_MS) },
];

/** A DocumentDB, which clients of MongoDB reach, or the part of a global one in the region that follows. */
export class DocumentDatabase extends Construct implements Endpoint {
  readonly host: string;
  readonly port: number;

  constructor(scope: Construct, id: string, props: CopyProps) {
    super(scope, id);
    const { place, database } = props;
    const { cluster, subnetIds, keyArn, logsKeyArn } = place;
    const { name, server, spec, role } = database;
    this.port = database.port;
    const windows = WINDOWS[cluster.role];
    const documents = new DocdbCluster(this, 'cluster', {
      clusterIdentifier: server,
      engine: 'docdb',
      engineVersion: engineVersion(name, 'mongodb', spec).exact,
      ...this.content(props),
      port: this.port,
      dbSubnetGroupName: new DocdbSubnetGroup(this, 'subnet-group', { name: server, subnetIds: [...subnetIds] }).name,
      vpcSecurityGroupIds: [podsOnly(this, { cluster, database: name, server, vpcId: place.vpcId, port: this.port }).id],
      dbClusterParameterGroupName: this.parameterGroup(props).name,
      storageEncrypted: true,
      kmsKeyId: keyArn,
      backupRetentionPeriod: database.backupDays.value,
      preferredBackupWindow: windows.backup,
      preferredMaintenanceWindow: windows.maintenance,
      applyImmediately: true,
      enabledCloudwatchLogsExports: LOGS,
      deletionProtection: cluster.protect,
      ...lastSnapshot(database, cluster),
      tags: { database: name },
      dependsOn: LOGS.map((log) => clusterLogGroup(this, log, `/aws/docdb/${server}/${log}`, logsKeyArn)),
      // Who follows whom changes with every failover, and is no business of the next plan.
      lifecycle: { preventDestroy: cluster.protect, ignoreChanges: ['global_cluster_identifier'] },
    });
    for (let member = 1; member <= MEMBERS[role]; member++) this.instance(member, documents, props);
    this.host = documents.endpoint;
  }

  private content({ place: { keyArn }, database, source }: CopyProps) {
    if (source) return { globalClusterIdentifier: database.server };
    const { kept, unknown } = masterPassword(database, keyArn);
    return {
      masterUsername: masterUser(database),
      // DocumentDB encrypts the secret that it keeps with the key of AWS; its bindings know no other.
      ...(kept ? { manageMasterUserPassword: true } : {}),
      ...(unknown ? { masterPasswordWo: unknown, masterPasswordWoVersion: PASSWORD_VERSION } : {}),
    };
  }

  private instance(member: number, documents: DocdbCluster, { place: { cluster, keyArn }, database }: CopyProps): void {
    const { id, identifier, zone } = memberOf(database.server, cluster, member);
    new DocdbClusterInstance(this, id, {
      identifier,
      clusterIdentifier: documents.clusterIdentifier,
      instanceClass: instanceClass(database.name, 'documentdb', database.spec).value,
      availabilityZone: zone,
      caCertIdentifier: CERTIFICATE_AUTHORITY,
      promotionTier: member - 1,
      autoMinorVersionUpgrade: database.role === 'alone',
      applyImmediately: true,
      copyTagsToSnapshot: true,
      enablePerformanceInsights: true,
      performanceInsightsKmsKeyId: keyArn,
      tags: { database: database.name },
    });
  }

  private parameterGroup({ database: { name, server, spec } }: CopyProps): DocdbClusterParameterGroup {
    const { major } = engineVersion(name, 'mongodb', spec);
    return new DocdbClusterParameterGroup(this, 'parameter-group', {
      // A family cannot be changed: the next major version gets a group of its own, and the old one goes after the upgrade.
      name: `${server}-docdb${major.replace('.', '-')}`,
      family: `docdb${major}`,
      description: `Parameters of ${server}`,
      parameter: PARAMETERS,
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
