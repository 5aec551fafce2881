import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { RdsClusterParameterGroup } from '@cdktf/provider-aws/lib/rds-cluster-parameter-group';
import { Construct } from 'constructs';
import { databaseSchema, engineVersion, instanceClass } from '../../model';
import { clusterLogGroup } from '../log-group';
import { lastSnapshot } from './last-snapshot';
import { masterPassword, masterUser, PASSWORD_VERSION } from './master-user';
import { MEMBERS, memberOf } from './members';
import type { DatabaseMonitoring } from './monitoring';
import type { CopyProps, Endpoint } from './place';
import { podsOnly } from './pods-only';
import { POSTGRES_PARAMETERS } from './postgres-parameters';
import { CERTIFICATE_AUTHORITY, WINDOWS } from './times';

const ENGINE = 'aurora-postgresql';
const LOGS = ['postgresql'];

export interface AuroraProps extends CopyProps {
  readonly monitoring: DatabaseMonitoring;
}

/**
 * One region's part of an Aurora global database. The part that is written to is made first; the stack that both regions share joins
 * it into a global database, and the other part enters that by name.
 */
export class Aurora extends Construct implements Endpoint {
  /** Endpoint of the writer: in the region that follows it answers once the region is promoted. */
  readonly host: string;
  readonly port: number;

  constructor(scope: Construct, id: string, props: AuroraProps) {
    super(scope, id);
    const { place, database } = props;
    const { cluster, subnetIds, keyArn, logsKeyArn } = place;
    const { name, server, spec, role } = database;
    this.port = database.port;
    const windows = WINDOWS[cluster.role];
    const aurora = new RdsCluster(this, 'cluster', {
      clusterIdentifier: server,
      engine: ENGINE,
      engineVersion: engineVersion(name, 'postgres', spec).exact,
      ...this.content(props),
      port: this.port,
      dbSubnetGroupName: new DbSubnetGroup(this, 'subnet-group', { name: server, subnetIds: [...subnetIds] }).name,
      vpcSecurityGroupIds: [podsOnly(this, { cluster, database: name, server, vpcId: place.vpcId, port: this.port }).id],
      dbClusterParameterGroupName: this.parameterGroup(props).name,
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      kmsKeyId: keyArn,
      backupRetentionPeriod: database.backupDays.value,
      preferredBackupWindow: windows.backup,
      preferredMaintenanceWindow: windows.maintenance,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      applyImmediately: true,
      enabledCloudwatchLogsExports: LOGS,
      deletionProtection: cluster.protect,
      ...lastSnapshot(database, cluster),
      tags: { database: name },
      dependsOn: LOGS.map((log) => clusterLogGroup(this, log, `/aws/rds/cluster/${server}/${log}`, logsKeyArn)),
      // Who follows whom changes with every failover, and is no business of the next plan.
      lifecycle: { preventDestroy: cluster.protect, ignoreChanges: ['global_cluster_identifier', 'replication_source_identifier'] },
    });
    for (let member = 1; member <= MEMBERS[role]; member++) this.instance(member, aurora, props);
    this.host = aurora.endpoint;
  }

  private content({ place: { keyArn }, database, source }: AuroraProps) {
    if (source) return { globalClusterIdentifier: database.server };
    const { kept, unknown } = masterPassword(database, keyArn);
    return {
      databaseName: databaseSchema(database.name),
      masterUsername: masterUser(database),
      ...kept,
      ...(unknown ? { masterPasswordWo: unknown, masterPasswordWoVersion: PASSWORD_VERSION } : {}),
    };
  }

  private instance(member: number, aurora: RdsCluster, { place: { cluster, keyArn }, database, monitoring }: AuroraProps): void {
    const { id, identifier, zone } = memberOf(database.server, cluster, member);
    new RdsClusterInstance(this, id, {
      identifier,
      clusterIdentifier: aurora.clusterIdentifier,
      engine: ENGINE,
      instanceClass: instanceClass(database.name, 'aurora', database.spec).value,
      availabilityZone: zone,
      caCertIdentifier: CERTIFICATE_AUTHORITY,
      publiclyAccessible: false,
      promotionTier: member - 1,
      // Members of a global database are upgraded by hand, the region that follows first.
      autoMinorVersionUpgrade: false,
      applyImmediately: true,
      ...monitoring.settings(keyArn),
      tags: { database: database.name },
    });
  }

  /** Commits wait while the copy is further behind than the tier allows: what is acknowledged is not lost. */
  private parameterGroup({ database: { name, server, spec, heldBackAfter } }: AuroraProps): RdsClusterParameterGroup {
    const { major } = engineVersion(name, 'postgres', spec);
    return new RdsClusterParameterGroup(this, 'parameter-group', {
      // A family cannot be changed: the next major version gets a group of its own, and the old one goes after the upgrade.
      name: `${server}-${ENGINE}${major}`,
      family: `${ENGINE}${major}`,
      description: `Parameters of ${server}`,
      parameter: [...POSTGRES_PARAMETERS, ...(heldBackAfter ? [{ name: 'rds.global_db_rpo', value: String(heldBackAfter.value) }] : [])],
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
