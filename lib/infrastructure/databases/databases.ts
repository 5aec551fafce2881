import { Construct } from 'constructs';
import { type Cluster, databaseSchema, type ManagedDatabase, managedDatabases, type Platform } from '../../model';
import { DatabaseAddress } from '../database-address';
import type { KeyArns } from '../encryption-keys';
import { Aurora } from './aurora';
import { DocumentDatabase } from './document';
import { DatabaseMonitoring } from './monitoring';
import type { DatabasePlace, Endpoint } from './place';
import { Postgres } from './postgres';

export interface DatabasesProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly vpcId: string;
  /** Data subnets, one in each zone. */
  readonly subnetIds: readonly string[];
  readonly keys: KeyArns;
}

/** The managed PostgreSQL and MongoDB databases that the services of a cluster use, and how to reach each of them. */
export class Databases extends Construct {
  constructor(scope: Construct, id: string, { platform, cluster, vpcId, subnetIds, keys }: DatabasesProps) {
    super(scope, id);
    const databases = managedDatabases(platform, cluster).filter(({ product }) => product !== 'elasticache');
    if (databases.length === 0) return;
    const place = { cluster, vpcId, subnetIds, keyArn: keys.data, logsKeyArn: keys.logs };
    const monitoring = databases.some(({ product }) => product !== 'documentdb')
      ? new DatabaseMonitoring(this, 'monitoring', cluster)
      : undefined;
    for (const database of databases) {
      const at = new Construct(this, database.name);
      const source = database.role === 'copy' ? primaryOf(platform, cluster) : undefined;
      const { host, port } = server(at, place, database, source, monitoring);
      const address = addressOf(database, host);
      new DatabaseAddress(at, 'address', {
        platform: platform.name,
        cluster,
        database: database.name,
        host,
        port,
        address,
        keyArn: keys.secrets,
      });
    }
  }
}

function server(
  at: Construct,
  place: DatabasePlace,
  database: ManagedDatabase,
  source: Cluster | undefined,
  monitoring: DatabaseMonitoring | undefined,
): Endpoint {
  if (database.product === 'documentdb' || !monitoring) return new DocumentDatabase(at, 'documents', { place, database, source });
  const props = { place, database, source, monitoring };
  return database.product === 'aurora' ? new Aurora(at, 'aurora', props) : new Postgres(at, 'postgres', props);
}

/** The region that is written to while all is well. */
function primaryOf({ clusters }: Platform, { environment }: Cluster): Cluster {
  const primary = clusters.find((cluster) => cluster.environment === environment && cluster.role === 'primary');
  if (!primary) throw new Error(`${environment} copies databases from a primary region that it does not run in`);
  return primary;
}

/** A connection string without a user: user and password, or an IAM token, come from elsewhere. */
function addressOf({ name, product, port }: ManagedDatabase, host: string): string {
  // DocumentDB cannot retry writes, which clients of MongoDB do by default (DocumentDB Developer Guide, connecting).
  if (product === 'documentdb') return `mongodb://${host}:${port}/${databaseSchema(name)}?tls=true&replicaSet=rs0&retryWrites=false`;
  return `postgresql://${host}:${port}/${databaseSchema(name)}?sslmode=verify-full`;
}
