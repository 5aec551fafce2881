import {
  type BackupPlan,
  backupPlans,
  cadenceWithin,
  cronEvery,
  instanceClass,
  LAG_SEEN_SECONDS,
  type Platform,
  REPLICA_LEAST_RPO,
  type RecoveryProof,
  standbyShare,
} from '../../model';
import { type DatabaseSpec, formatSeconds, type PlatformSpec, percent, type SpecEdit, seconds } from '../../spec';

/** One value of the platform file that might keep a promise. */
export interface Option {
  readonly edits: readonly (SpecEdit & { readonly value: unknown })[];
  /** What it costs, against others. */
  readonly cost: number;
}

/** Options of which one at most is taken, the cheapest first; each goes further than the one before. */
export type Choice = readonly Option[];

/**
 * Nobody's bill, but an order: what is probed or copied more often costs little, a threshold that is lower some sleep, and what runs all
 * the time costs money each month.
 */
const COST = { dnsTtl: 1, interval: 2, lagAlert: 2, backup: 3, threshold: 4, approval: 6, standby: 10, tier: 20, replica: 20, global: 40 };

const INTERVALS = [30, 10];
const THRESHOLDS = [3, 2];
const SHORTEST_TTL = 60;
const QUICK_APPROVAL = 300;
const SHARES = [50, 100];

const option = (cost: number, ...edits: Option['edits']): Option => ({ cost, edits });
const time = (cost: number, path: readonly string[], value: number) =>
  option(cost, { path, text: formatSeconds(value), value: seconds(value) });

/** Everything that could be chosen otherwise so that the promises of some services hold. */
export function choicesFor(platform: Platform, broken: readonly RecoveryProof[]): readonly Choice[] {
  const late = broken.filter(({ slack }) => slack.rtoSeconds < 0);
  const lossy = broken.filter(({ slack }) => slack.rpoSeconds < 0);
  const byDatabase = new Map<string, Choice>();
  for (const [name, choice] of [...ofPromotion(platform, late), ...ofLoss(platform, lossy)])
    if (!byDatabase.has(name)) byDatabase.set(name, choice);
  const choices = [
    ...(late.length > 0 ? [...ofFailover(platform.spec, late), ...ofStandby(platform.spec, late)] : []),
    ...byDatabase.values(),
  ];
  return choices.filter((choice) => choice.length > 0);
}

function ofFailover({ failover }: PlatformSpec, late: readonly RecoveryProof[]): readonly Choice[] {
  const { interval, threshold, dnsTtl, approvalWithin } = failover;
  const asked = late.some(({ rto }) => rto.steps.some(({ name }) => name === 'approve'));
  return [
    dnsTtl.seconds > SHORTEST_TTL ? [time(COST.dnsTtl, ['failover', 'dnsTtl'], SHORTEST_TTL)] : [],
    INTERVALS.filter((each) => each < interval.seconds).map((each, i) => time(COST.interval * (i + 1), ['failover', 'interval'], each)),
    THRESHOLDS.filter((each) => each < threshold).map((each, i) =>
      option(COST.threshold * (i + 1), { path: ['failover', 'threshold'], text: String(each), value: each }),
    ),
    asked && approvalWithin.seconds > QUICK_APPROVAL ? [time(COST.approval, ['failover', 'approvalWithin'], QUICK_APPROVAL)] : [],
  ];
}

/** More of a region that stands by, for the tiers of services that must grow first. */
function ofStandby({ tiers, services }: PlatformSpec, late: readonly RecoveryProof[]): readonly Choice[] {
  const growing = late.flatMap(({ rto }) => rto.steps.flatMap(({ name, subject }) => (name === 'scale' && subject ? [subject] : [])));
  return [...new Set(growing.flatMap((service) => services[service]?.tier ?? []))].map((name) => {
    const tier = tiers[name];
    const now = tier ? standbyShare(tier) : 1;
    return SHARES.filter((each) => each / 100 > now).map((each, i) =>
      option(COST.standby * (i + 1), { path: ['tiers', name, 'standby'], text: `${each}%`, value: percent(each) }),
    );
  });
}

/** A global database for each one that is promoted as a replica; one that AWS copies for each that a person restores. */
const ofPromotion = ({ spec }: Platform, late: readonly RecoveryProof[]): readonly (readonly [string, Choice])[] =>
  late
    .flatMap(({ rto }) => rto.steps)
    .flatMap(({ name, subject }) => {
      const database = subject === undefined ? undefined : spec.databases[subject];
      if (subject === undefined || !database) return [];
      if (name === 'restore') return [[subject, promotable(spec, subject, database)] as const];
      if (name !== 'promote') return [];
      return [[subject, database.engine === 'postgres' ? replicated(spec, subject, 'globalDatabase', COST.global) : []] as const];
    });

/** A copy that a state machine promotes. What runs in pods has values of its own, which AWS may not know: a person moves it. */
const promotable = (spec: PlatformSpec, name: string, { engine, placement }: DatabaseSpec): Choice =>
  placement !== 'managed'
    ? []
    : [
        ...(engine === 'postgres' ? replicated(spec, name, 'readReplica', COST.replica) : []),
        ...replicated(spec, name, 'globalDatabase', COST.global),
      ];

/** For each database of which too much may be lost: a closer look at its copy, or a better copy. */
function ofLoss({ spec, ...platform }: Platform, lossy: readonly RecoveryProof[]): readonly (readonly [string, Choice])[] {
  return lossy.flatMap(({ rpo, environment }) => {
    const [loss, name] = [rpo.loss, rpo.loss?.database ?? ''];
    const database = spec.databases[name];
    if (!loss || !database) return [];
    const target = Math.min(...lossy.filter((other) => other.rpo.loss?.database === name).map((other) => other.rpo.targetSeconds));
    const plans = platform.clusters
      .filter((cluster) => cluster.environment === environment)
      .flatMap((cluster) => backupPlans({ ...platform, spec }, cluster))
      .filter(({ subject }) => subject.kind === 'database' && subject.name === name);
    const choice = [
      ...(loss.by === 'replication' ? closer(name, target) : []),
      ...(loss.by === 'backup' ? moreOften(name, database, plans, target) : []),
      ...(loss.by === 'heldBack' ? stricter(spec, name, target) : []),
      ...copied(spec, name, database, target),
    ];
    return [[name, choice] as const];
  });
}

/** An alert that leaves room for its own delay. */
const closer = (name: string, target: number): Choice =>
  target >= 2 * LAG_SEEN_SECONDS ? [time(COST.lagAlert, ['databases', name, 'lagAlert'], Math.floor(target / 2))] : [];

function moreOften(name: string, { backup }: DatabaseSpec, plans: readonly BackupPlan[], target: number): Choice {
  const cadence = cadenceWithin(target, plans[0]?.duration.value ?? 0);
  if (cadence === undefined || plans.length === 0) return [];
  const cron = cronEvery(cadence);
  return [
    option(
      COST.backup,
      { path: ['databases', name, 'backup', 'cron'], text: `"${cron}"`, value: cron },
      ...(backup?.every ? [{ path: ['databases', name, 'backup', 'every'], text: formatSeconds(cadence), value: seconds(cadence) }] : []),
    ),
  ];
}

/** A global database holds commits back by the promise of its tier. */
const stricter = ({ tiers }: PlatformSpec, name: string, target: number): Choice =>
  Object.entries(tiers)
    .filter(([, { rpo }]) => rpo.seconds <= target)
    .sort(([, a], [, b]) => b.rpo.seconds - a.rpo.seconds)
    .slice(0, 1)
    .map(([tier]) => option(COST.tier, { path: ['databases', name, 'tier'], text: tier, value: tier }));

/** A copy in the other region, for what has none, or one that is too far behind. */
function copied(spec: PlatformSpec, name: string, { engine, placement, replication }: DatabaseSpec, target: number): Choice {
  if (placement !== 'managed') return [];
  if (engine !== 'postgres') return replication === 'none' ? replicated(spec, name, 'globalDatabase', COST.global) : [];
  const replica = replication === 'none' && target >= REPLICA_LEAST_RPO ? replicated(spec, name, 'readReplica', COST.replica) : [];
  return replication === 'globalDatabase' ? [] : [...replica, ...replicated(spec, name, 'globalDatabase', COST.global)];
}

/** Not where the declared instance class is none of the product that it takes. */
function replicated({ databases }: PlatformSpec, name: string, how: 'readReplica' | 'globalDatabase', cost: number): Choice {
  const database = databases[name];
  if (!database) return [];
  if (how === 'globalDatabase' && database.engine === 'postgres') {
    try {
      instanceClass(name, 'aurora', database);
    } catch {
      return [];
    }
  }
  return [option(cost, { path: ['databases', name, 'replication'], text: how, value: how })];
}
