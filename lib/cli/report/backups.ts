import colors from 'picocolors';
import { type BackupPlan, backupPlans, because, type Platform } from '../../model';
import { formatSeconds } from '../../spec';
import { table } from './table';

/** Backups of one cluster, as `--json` shows them. */
export interface ClusterBackups {
  readonly environment: string;
  /** What may be lost of each backup's subject by the promise of its tier, in seconds, beside the plan itself. */
  readonly backups: readonly (BackupPlan & { readonly rpoSeconds: number | undefined })[];
}

export const backupsReport = (platform: Platform): readonly ClusterBackups[] =>
  platform.clusters.map((cluster) => ({
    environment: cluster.environment,
    backups: backupPlans(platform, cluster).map((plan) => ({ ...plan, rpoSeconds: platform.spec.tiers[plan.tier]?.rpo.seconds })),
  }));

/** The report as text: a table for each environment, and below it why the figures are what they are. */
export function backupsText(report: readonly ClusterBackups[]): string {
  const environments = [...new Set(report.map(({ environment }) => environment))];
  return environments
    .map((name) => {
      const backups = report.filter(({ environment }) => environment === name).flatMap((cluster) => cluster.backups);
      return [
        colors.bold(`backups of ${name}`),
        table(
          ['backup', 'region', 'kept in', 'by', 'starts', 'gap', 'takes', 'kept', 'may be lost', 'RPO', 'alert at'],
          backups.map((plan) => [
            plan.name,
            plan.region,
            plan.place.region,
            plan.method,
            `${plan.schedule.cron} (${plan.schedule.timeZone})`,
            ...[plan.gap, plan.duration, plan.retention, plan.worstLoss].map(({ value }) => formatSeconds(value)),
            plan.rpoSeconds === undefined ? '' : formatSeconds(plan.rpoSeconds),
            formatSeconds(plan.alertAfter.value),
          ]),
        ),
        ...backups.flatMap(reasons),
      ].join('\n');
    })
    .join('\n\n');
}

const reasons = ({ name, duration, retention, worstLoss, alertAfter }: BackupPlan) =>
  Object.entries({ takes: duration, kept: retention, 'may be lost': worstLoss, 'alert at': alertAfter }).map(
    ([what, value]) => `  ${name}, ${what}: ${because(value.because)} (${value.because.source})`,
  );
