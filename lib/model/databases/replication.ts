import { type DatabaseSpec, formatSeconds, type PlatformSpec } from '../../spec';
import { type Derived, derived } from '../derived';
import { CONFIRM_AND_VERIFY, PROMOTION, REPLICA_LEAST_RPO, type Replication } from './promotion';

/**
 * How a database reaches the recovery region: what is declared, else the cheapest way that keeps the promise of its tier.
 *
 * @param regions in how many regions its environment runs
 */
export function replicationOf(spec: PlatformSpec, database: DatabaseSpec, regions: number): Derived<Replication> {
  const { engine, replication: declared } = database;
  if (regions < 2) return derived('none', 'there is no other region', {}, 'environments.regions');
  if (declared === 'none') return derived('none', 'declared', {}, 'databases.replication');
  if (engine !== 'postgres') {
    const product = engine === 'redis' ? 'ElastiCache Global Datastore' : 'DocumentDB global cluster';
    return derived('globalDatabase', 'the one way of this engine across regions', { engine }, `${product}, AWS documentation`);
  }
  if (declared) return derived(declared, 'declared', {}, 'databases.replication');
  return fromTier(spec, database);
}

/** A read replica costs one instance and no licence of speed; a global database is asked for only where that is too slow. */
function fromTier({ tiers, failover }: PlatformSpec, { tier: name }: DatabaseSpec): Derived<Replication> {
  const tier = tiers[name];
  if (!tier) throw new Error(`tier ${name} passed the spec but is not declared`);
  const promote = failover.measured?.promote?.worst.seconds ?? PROMOTION.readReplica.worstSeconds;
  const detect = failover.interval.seconds * failover.threshold;
  const worst = detect + CONFIRM_AND_VERIFY + promote + failover.dnsTtl.seconds;
  const suffices = worst <= tier.rto.seconds && REPLICA_LEAST_RPO <= tier.rpo.seconds;
  return derived(
    suffices ? 'readReplica' : 'globalDatabase',
    'a read replica where detect + confirm and verify + promote + DNS TTL <= RTO and its least RPO <= RPO, else a global database',
    {
      RTO: tier.rto.text,
      RPO: tier.rpo.text,
      detect: formatSeconds(detect),
      'confirm and verify': formatSeconds(CONFIRM_AND_VERIFY),
      'promote a read replica': formatSeconds(promote),
      'DNS TTL': failover.dnsTtl.text,
      'least RPO of a read replica': formatSeconds(REPLICA_LEAST_RPO),
    },
    failover.measured?.promote?.source ?? PROMOTION.readReplica.source,
  );
}
