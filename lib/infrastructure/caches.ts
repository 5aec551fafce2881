import { Construct } from 'constructs';
import { type Cluster, managedDatabases, type Platform } from '../model';
import { Cache, type GlobalPlace } from './cache';
import { DatabaseAddress } from './database-address';
import type { KeyArns } from './encryption-keys';

export interface CachesProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly vpcId: string;
  /** Data subnets, one in each zone. */
  readonly subnetIds: readonly string[];
  readonly keys: KeyArns;
  /** Id of the Global Datastore of a database, which AWS chooses; asked for in a region that follows only. */
  readonly globalId: (database: string) => string;
}

/**
 * The managed Redis databases that the services of a cluster use, and how to reach each of them. The address is what
 * StackExchange.Redis reads, `host:port,ssl=true`; another client takes host and port, and speaks TLS.
 */
export class Caches extends Construct {
  constructor(scope: Construct, id: string, { platform, cluster, vpcId, subnetIds, keys, globalId }: CachesProps) {
    super(scope, id);
    for (const { name: database, spec, server: name, product, role } of managedDatabases(platform, cluster)) {
      if (product !== 'elasticache') continue;
      const at = new Construct(this, database);
      const global: GlobalPlace | undefined =
        role === 'copy' ? { role, globalId: globalId(database) } : role === 'source' ? { role } : undefined;
      const { host, port } = new Cache(at, 'cache', {
        cluster,
        database,
        spec,
        name,
        vpcId,
        subnetIds,
        keyArn: keys.data,
        logsKeyArn: keys.logs,
        ...(global ? { global } : {}),
      });
      const address = `${host}:${port},ssl=true`;
      new DatabaseAddress(at, 'address', { platform: platform.name, cluster, database, host, port, address, keyArn: keys.secrets });
    }
  }
}
