import { type DatabaseSpec, formatSeconds, type PlatformSpec } from '../../spec';
import { type Derived, derived } from '../derived';
import { approve, confirm, detect, fence, verify } from '../recovery/decision';
import { measured } from '../recovery/measured';
import { promotionBy } from '../recovery/promote';
import { failoverSettings } from '../recovery/settings';
import { REPLICA_LEAST_RPO, type Replication } from './promotion';

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
function fromTier(spec: PlatformSpec, { tier: name }: DatabaseSpec): Derived<Replication> {
  const tier = spec.tiers[name];
  if (!tier) throw new Error(`tier ${name} passed the spec but is not declared`);
  const settings = failoverSettings(spec);
  const decision = [detect, confirm, ...(tier.approval === 'manual' ? [approve] : []), fence, verify]
    .map((step) => measured(step(settings), spec).worstSeconds)
    .reduce((sum, seconds) => sum + seconds);
  const promote = promotionBy('readReplica', spec, settings, 'a read replica');
  const suffices = decision + promote.worstSeconds <= tier.rto.seconds && REPLICA_LEAST_RPO <= tier.rpo.seconds;
  return derived(
    suffices ? 'readReplica' : 'globalDatabase',
    'a read replica where all other steps + promote <= RTO, worst case, and its least RPO <= RPO, else a global database',
    {
      RTO: tier.rto.text,
      RPO: tier.rpo.text,
      'all other steps': formatSeconds(decision),
      'promote a read replica': formatSeconds(promote.worstSeconds),
      'least RPO of a read replica': formatSeconds(REPLICA_LEAST_RPO),
    },
    promote.because.source,
  );
}
