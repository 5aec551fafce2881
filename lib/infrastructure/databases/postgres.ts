import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { Construct } from 'constructs';
import { databaseArn, databaseSchema, engineVersion, instanceClass } from '../../model';
import { clusterLogGroup } from '../log-group';
import { lastSnapshot } from './last-snapshot';
import { masterPassword, masterUser, PASSWORD_VERSION } from './master-user';
import type { DatabaseMonitoring } from './monitoring';
import type { CopyProps, Endpoint } from './place';
import { podsOnly } from './pods-only';
import { POSTGRES_LOGS, POSTGRES_PARAMETERS } from './postgres-parameters';
import { CERTIFICATE_AUTHORITY, WINDOWS } from './times';

const GIB = 2 ** 30;
/** Disk at the start, and how many times it may grow by itself. A full disk stops a database; one that is too large costs a little. */
const DISK = { defaultGib: 100, growth: 5 } as const;

export interface PostgresProps extends CopyProps {
  readonly monitoring: DatabaseMonitoring;
}

/**
 * A PostgreSQL of RDS with a standby in another zone, or the read replica of one in another region. The replica is a whole server:
 * it has its own standby and its own backups from the first day, so that it is as safe as the primary once it is promoted.
 */
export class Postgres extends Construct implements Endpoint {
  readonly host: string;
  readonly port: number;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    const { place, database, monitoring } = props;
    const { cluster, subnetIds, keyArn, logsKeyArn } = place;
    const { name, server, spec } = database;
    this.port = database.port;
    const windows = WINDOWS[cluster.role];
    const instance = new DbInstance(this, 'instance', {
      identifier: server,
      ...this.content(props),
      instanceClass: instanceClass(name, 'rds', spec).value,
      port: this.port,
      multiAz: true,
      dbSubnetGroupName: new DbSubnetGroup(this, 'subnet-group', { name: server, subnetIds: [...subnetIds] }).name,
      vpcSecurityGroupIds: [podsOnly(this, { cluster, database: name, server, vpcId: place.vpcId, port: this.port }).id],
      publiclyAccessible: false,
      parameterGroupName: this.parameterGroup(props).name,
      caCertIdentifier: CERTIFICATE_AUTHORITY,
      iamDatabaseAuthenticationEnabled: true,
      storageType: 'gp3',
      storageEncrypted: true,
      kmsKeyId: keyArn,
      backupRetentionPeriod: database.backupDays.value,
      backupWindow: windows.backup,
      maintenanceWindow: windows.maintenance,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      autoMinorVersionUpgrade: true,
      // A change happens while whoever deploys it looks on, not in the night of some maintenance window.
      applyImmediately: true,
      enabledCloudwatchLogsExports: POSTGRES_LOGS,
      ...monitoring.settings(keyArn),
      deletionProtection: cluster.protect,
      ...lastSnapshot(database, cluster),
      tags: { database: name },
      dependsOn: POSTGRES_LOGS.map((log) => clusterLogGroup(this, log, `/aws/rds/instance/${server}/${log}`, logsKeyArn)),
      lifecycle: {
        preventDestroy: cluster.protect,
        // A replica that was promoted follows nobody any more: the next plan must not make a replica of it again.
        ...(database.role === 'copy' ? { ignoreChanges: ['replicate_source_db'] } : {}),
      },
    });
    this.host = instance.address;
  }

  /** A replica takes engine, disk and users from what it follows, by its ARN: the source's state may be gone. */
  private content({ place: { keyArn }, database, source }: PostgresProps) {
    if (source) return { replicateSourceDb: databaseArn('db', source, database.server) };
    const { storage } = database.spec;
    const allocatedStorage = storage ? Math.ceil(storage.bytes / GIB) : DISK.defaultGib;
    const { kept, unknown } = masterPassword(database, keyArn);
    return {
      engine: 'postgres',
      // The minor version is AWS's to raise.
      engineVersion: engineVersion(database.name, 'postgres', database.spec).major,
      allocatedStorage,
      maxAllocatedStorage: allocatedStorage * DISK.growth,
      dbName: databaseSchema(database.name),
      username: masterUser(database),
      ...kept,
      ...(unknown ? { passwordWo: unknown, passwordWoVersion: PASSWORD_VERSION } : {}),
    };
  }

  private parameterGroup({ database: { name, server, spec } }: PostgresProps): DbParameterGroup {
    const { major } = engineVersion(name, 'postgres', spec);
    return new DbParameterGroup(this, 'parameter-group', {
      // A family cannot be changed: the next major version gets a group of its own, and the old one goes after the upgrade.
      name: `${server}-postgres${major}`,
      family: `postgres${major}`,
      description: `Parameters of ${server}`,
      parameter: POSTGRES_PARAMETERS,
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
