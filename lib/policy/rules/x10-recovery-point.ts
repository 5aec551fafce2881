import {
  backupPlans,
  failoverPlans,
  type Loss,
  lossesOf,
  managedDatabases,
  type Platform,
  type RecoveryProof,
  recoveryProofs,
} from '../../model';
import { formatSeconds } from '../../spec';
import { number, text } from '../manifests';
import { mendOf } from '../remedies';
import type { LayeredRule, PlatformBreach } from '../rule';
import { at, blocks, type TerraformBreach, type TerraformIndex } from '../terraform/stack';

export const x10RecoveryPoint: LayeredRule = {
  id: 'X10',
  severity: 'error',
  subject: 'database and service in an environment with two regions, aws_cloudwatch_metric_alarm, aws_rds_cluster_parameter_group',
  over: 'layers',
  why: 'A copy that may be further behind than the recovery point allows loses more than was promised, and nobody was told.',
  mend: 'let the alert on the lag come earlier, hold commits back sooner, or copy in a way that keeps the recovery point',
  platform: (platform) =>
    failoverPlans(platform).flatMap(({ environment }) => [...databases(platform, environment), ...services(platform, environment)]),
  terraform: (index, platform) => (platform ? [...lateAlarms(index, platform), ...heldBackLate(index, platform)] : []),
};

/** Each database against its own tier. What its own backups lose is the subject of X02. */
function databases(platform: Platform, environment: string): PlatformBreach[] {
  const primary = primaryOf(platform, environment);
  if (!primary) return [];
  const copied = new Set(backupPlans(platform, primary).flatMap(({ subject }) => (subject.kind === 'database' ? [subject.name] : [])));
  return [...lossesOf(platform, primary).values()].flatMap((loss) => {
    const rpo = platform.spec.tiers[loss.tier]?.rpo;
    if (!rpo || loss.worst.value <= rpo.seconds || (loss.by === 'backup' && copied.has(loss.database))) return [];
    const proof = recoveryProofs(platform).find(
      (each) => each.environment === environment && each.rpo.loss?.database === loss.database && each.slack.rpoSeconds < 0,
    );
    const message = `${lossInWords(loss)}, and no more than ${rpo.text} may be (tier ${loss.tier})`;
    const fix = proof ? mendOf(platform, proof, 'rpo') : { fix: `let it be at most ${rpo.text}, or move it to a tier with a longer RPO` };
    return [{ subject: `${environment}/${loss.database}`, path: pathOf(platform, loss), message, ...fix }];
  });
}

/** A database that keeps its own promise may be too little for a service that needs it. */
const services = (platform: Platform, environment: string): PlatformBreach[] =>
  recoveryProofs(platform)
    .filter((proof) => proof.environment === environment && proof.slack.rpoSeconds < 0)
    .flatMap((proof) => tooMuch(platform, proof));

function tooMuch(platform: Platform, proof: RecoveryProof): PlatformBreach[] {
  const { service, tier, environment, rpo } = proof;
  const { loss } = rpo;
  if (!loss || loss.worst.value > (platform.spec.tiers[loss.tier]?.rpo.seconds ?? 0)) return [];
  return [
    {
      subject: `${environment}/${service}`,
      path: ['services', service, 'tier'],
      message: `needs ${loss.database}, of which ${formatSeconds(loss.worst.value)} may be lost (tier ${loss.tier}), and promises to lose no more than ${formatSeconds(rpo.targetSeconds)} (tier ${tier})`,
      ...mendOf(platform, proof, 'rpo'),
    },
  ];
}

function lossInWords({ by, worst }: Loss): string {
  if (by === 'nothing') return `all of it may be lost, since ${worst.because.source}`;
  const time = formatSeconds(worst.value);
  if (by === 'replication') return `up to ${time} may be lost: ${worst.because.formula}`;
  return by === 'heldBack' ? `up to ${time} may be lost before commits are held back` : `up to ${time} may be lost since the last backup`;
}

const pathOf = ({ spec }: Platform, { database, by }: Loss): readonly PropertyKey[] => {
  const declared = spec.databases[database];
  if (by === 'replication' && declared?.lagAlert) return ['databases', database, 'lagAlert'];
  return ['databases', database, ...(declared?.replication ? ['replication'] : [])];
};

const primaryOf = ({ clusters }: Platform, environment: string) =>
  clusters.find((cluster) => cluster.environment === environment && cluster.role === 'primary');

/** Metrics of lag, with how many of their unit make a second. */
const LAG_METRICS: Readonly<Record<string, number>> = {
  ReplicaLag: 1,
  AuroraGlobalDBReplicationLag: 1000,
  AuroraGlobalDBRPOLag: 1000,
  GlobalClusterReplicationLag: 1000,
  GlobalDatastoreReplicationLag: 1,
};

interface Promised {
  readonly server: string;
  readonly rpoSeconds: number;
}

const promisedOf = (platform: Platform): readonly Promised[] =>
  platform.clusters.flatMap((cluster) =>
    managedDatabases(platform, cluster).flatMap(({ server, spec }) => {
      const rpoSeconds = platform.spec.tiers[spec.tier]?.rpo.seconds;
      return rpoSeconds === undefined ? [] : [{ server, rpoSeconds }];
    }),
  );

/** Nodes of a server bear its name and a number. */
const isOf = (server: string, name: string) =>
  name === server || (name.startsWith(`${server}-`) && /^-\d+$/.test(name.slice(server.length)));

function lateAlarms(index: TerraformIndex, platform: Platform): TerraformBreach[] {
  const promised = promisedOf(platform);
  return index.ofType('aws_cloudwatch_metric_alarm').flatMap((alarm) => {
    const metrics = [alarm.values, ...blocks(alarm.values.metric_query).flatMap(({ metric }) => blocks(metric))];
    const [lag] = metrics.filter(({ metric_name }) => Object.hasOwn(LAG_METRICS, text(metric_name) ?? ''));
    const threshold = number(alarm.values.threshold);
    if (!lag || threshold === undefined) return [];
    const names = Object.values((lag.dimensions ?? {}) as Record<string, unknown>).flatMap((value) => text(value) ?? []);
    const limit = promised.find(({ server }) => names.some((name) => isOf(server, name)));
    const seconds = threshold / (LAG_METRICS[text(lag.metric_name) ?? ''] ?? 1);
    if (!limit || seconds < limit.rpoSeconds) return [];
    const message = `tells somebody when the copy is ${formatSeconds(seconds)} behind, and no more than ${formatSeconds(limit.rpoSeconds)} may be lost`;
    return [at(alarm, 'threshold', message, { fix: `lower the threshold to half of ${formatSeconds(limit.rpoSeconds)}` })];
  });
}

function heldBackLate(index: TerraformIndex, platform: Platform): TerraformBreach[] {
  const promised = promisedOf(platform);
  return index.ofType('aws_rds_cluster_parameter_group').flatMap((group) => {
    const value = blocks(group.values.parameter).find(({ name }) => name === 'rds.global_db_rpo')?.value;
    const limit = promised.find(({ server }) => (text(group.values.name) ?? '').startsWith(`${server}-`));
    if (value === undefined || !limit || Number(value) <= limit.rpoSeconds) return [];
    const message = `holds commits back when the copy is ${formatSeconds(Number(value))} behind, and no more than ${formatSeconds(limit.rpoSeconds)} may be lost`;
    return [at(group, 'parameter', message, { fix: `set rds.global_db_rpo to ${limit.rpoSeconds}` })];
  });
}
