import { type ManagedDatabase, managedDatabases } from '../databases';
import type { Cluster, Platform } from '../platform';
import { environmentDomain, type FailoverSwitch, failoverSwitch, type PublicService, publicServices } from '../traffic';
import { type Limits, limitsOf } from './durations';
import { lockTable, witnessHost, writerHost } from './names';
import { type RestoredByPerson, restoredByPerson } from './restore';
import { runbookFolder } from './runbooks';
import { type FailoverSettings, failoverSettings } from './settings';
import { possibleWitnesses } from './witness';

/** Who says that a failover starts. */
export interface Approval {
  readonly by: 'detector' | 'person';
  readonly because: string;
}

/** How an environment leaves its primary region. */
export interface FailoverPlan {
  readonly environment: string;
  readonly primary: Cluster;
  /** The region that takes over; everything of the failover lives there. */
  readonly recovery: Cluster;
  readonly settings: FailoverSettings;
  /** Within how many seconds everything must be over: the strictest RTO, or the longest of those of the databases that it promotes. */
  readonly rtoSeconds: number;
  /** What is asked from outside: public services in the primary region. Empty where nothing is public. */
  readonly endpoints: readonly PublicService[];
  /** Name whose answer says which region Route 53's checkers send users to. */
  readonly witnessHost: string;
  /** Name whose answer says which region writes. */
  readonly writerHost: string;
  readonly lockTable: string;
  /** Third region of the lock; undefined where no three regions can hold one. */
  readonly witness?: string;
  readonly approval: Approval;
  /** Keeps users away from the region that was left. */
  readonly failedOver: FailoverSwitch;
  /** Databases whose copy must be made writable, sorted by name. */
  readonly promotions: readonly ManagedDatabase[];
  /** Databases that nothing promotes, sorted by name: a person restores them. */
  readonly byPerson: readonly RestoredByPerson[];
  /** What the steps that run side by side may take. */
  readonly limits: Limits;
  /** Nodes that the recovery region must grow to before it carries the whole load; undefined where it has them. */
  readonly nodes?: { readonly min: number; readonly max: number };
  /** Start of the addresses of its runbooks. */
  readonly runbooks: string;
}

/** The plan of an environment; undefined where it runs in one region only. */
export function failoverPlan(platform: Platform, environment: string): FailoverPlan | undefined {
  const own = platform.clusters.filter((cluster) => cluster.environment === environment);
  const primary = own.find(({ role }) => role === 'primary');
  const recovery = own.find(({ role }) => role === 'recovery');
  const failedOver = failoverSwitch(platform, environment);
  if (!primary || !recovery || !failedOver) return undefined;
  const endpoints = publicServices(platform, primary);
  const promotions = managedDatabases(platform, recovery).filter(({ role }) => role === 'copy');
  const [near] = possibleWitnesses(primary.region, recovery.region);
  const witness = platform.spec.failover.witness ?? near;
  const [min, max] = [primary.nodes.min.value, recovery.nodes.max.value];
  return {
    environment,
    primary,
    recovery,
    settings: failoverSettings(platform.spec),
    rtoSeconds: rtoOf(platform, primary, promotions),
    endpoints,
    witnessHost: witnessHost(environmentDomain(platform, environment)),
    writerHost: writerHost(environmentDomain(platform, environment)),
    lockTable: lockTable(platform.name, environment),
    ...(witness ? { witness } : {}),
    approval: approvalOf(platform, primary, endpoints, witness),
    failedOver,
    promotions,
    byPerson: restoredByPerson(platform, primary, promotions),
    limits: limitsOf(platform.spec, promotions),
    ...(recovery.nodes.min.value < min ? { nodes: { min, max: Math.max(min, max) } } : {}),
    runbooks: runbookFolder(platform, recovery),
  };
}

/** Environments that have a plan, with it. */
export const failoverPlans = (platform: Platform): readonly FailoverPlan[] =>
  [...new Set(platform.clusters.map(({ environment }) => environment))].flatMap((environment) => failoverPlan(platform, environment) ?? []);

function rtoOf({ spec }: Platform, primary: Cluster, promotions: readonly ManagedDatabase[]): number {
  const seconds = (tier: string) => spec.tiers[tier]?.rto.seconds ?? 0;
  return Math.max(
    Math.min(...primary.services.map(({ tier }) => seconds(tier))),
    ...promotions.map((database) => seconds(database.spec.tier)),
  );
}

/** A region is left as a whole: one tier that wants a person makes everything wait for one. */
function approvalOf({ spec }: Platform, primary: Cluster, endpoints: readonly PublicService[], witness: string | undefined): Approval {
  const tiers = new Set(primary.services.map(({ tier }) => tier));
  const asked = [...tiers].sort().find((tier) => spec.tiers[tier]?.approval === 'manual');
  if (asked !== undefined) return { by: 'person', because: `tier ${asked} asks for one` };
  if (endpoints.length === 0) return { by: 'person', because: 'no service is public, so nobody outside sees that the region is down' };
  if (witness === undefined)
    return { by: 'person', because: `no third region can break a tie between ${primary.region} and the other, so nothing fences it` };
  return { by: 'detector', because: 'every tier allows it' };
}
