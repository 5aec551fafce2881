import { Construct } from 'constructs';
import { type Cluster, cacheName, type Platform } from '../model';
import { Cache } from './cache';
import { DatabaseAddress } from './database-address';
import type { KeyArns } from './encryption-keys';

export interface CachesProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly vpcId: string;
  /** Data subnets, one in each zone. */
  readonly subnetIds: readonly string[];
  readonly keys: KeyArns;
}

/**
 * The managed Redis databases that the services of a cluster use, and how to reach each of them. The address is what
 * StackExchange.Redis reads, `host:port,ssl=true`; another client takes host and port, and speaks TLS.
 */
export class Caches extends Construct {
  constructor(scope: Construct, id: string, { platform, cluster, vpcId, subnetIds, keys }: CachesProps) {
    super(scope, id);
    for (const [database, spec] of cachesOf(platform, cluster)) {
      const name = cacheName(platform.name, cluster.environment, database);
      const at = new Construct(this, database);
      const { host, port } = new Cache(at, 'cache', {
        cluster,
        database,
        spec,
        name,
        vpcId,
        subnetIds,
        keyArn: keys.data,
        logsKeyArn: keys.logs,
      });
      const address = `${host}:${port},ssl=true`;
      new DatabaseAddress(at, 'address', { platform: platform.name, cluster, database, host, port, address, keyArn: keys.secrets });
    }
  }
}

function cachesOf({ spec }: Platform, { services }: Cluster) {
  const used = new Set(services.flatMap(({ workload }) => spec.services[workload.name]?.databases ?? []));
  return Object.entries(spec.databases)
    .filter(([name, { engine, placement }]) => engine === 'redis' && placement === 'managed' && used.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
