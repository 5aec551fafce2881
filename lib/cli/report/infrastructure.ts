import colors from 'picocolors';
import {
  backupPlans,
  backupStore,
  figure,
  type Platform,
  type Range,
  type RecoveryShare,
  type RegionFootprint,
  type RequestedQuota,
  recoveryShares,
  regionFootprint,
  requestedQuotas,
} from '../../model';
import { table } from './table';

/** What the regions of a platform take up, as `--json` shows it. */
export interface InfrastructureReport {
  readonly instanceType: string;
  readonly regions: readonly RegionFootprint[];
  readonly recovery: readonly RecoveryShare[];
  readonly quotas: readonly RequestedQuota[];
  readonly backups: readonly KeptBackups[];
}

/** What keeps backups in a region: a bucket, or a vault of AWS Backup. */
export interface KeptBackups {
  readonly environment: string;
  readonly region: string;
  readonly name: string;
  /** Regions that are backed up. */
  readonly of: readonly string[];
  readonly backups: number;
  /** Days in which nobody deletes one; undefined for a vault, whose lock is its own. */
  readonly lockDays?: number;
}

export const infrastructureReport = (platform: Platform): InfrastructureReport => ({
  instanceType: platform.spec.nodes.instanceType,
  regions: platform.clusters.map((cluster) => regionFootprint(platform, cluster)),
  recovery: recoveryShares(platform),
  quotas: requestedQuotas(platform),
  backups: keptBackups(platform),
});

function keptBackups(platform: Platform): readonly KeptBackups[] {
  return platform.clusters.flatMap((cluster) => {
    const { environment, region } = cluster;
    const kept = platform.clusters
      .filter((source) => source.environment === environment)
      .flatMap((source) => backupPlans(platform, source))
      .filter(({ place }) => place.region === region);
    const store = backupStore(platform, cluster);
    return [...new Set(kept.map(({ place }) => place.name))].map((name): KeptBackups => {
      const plans = kept.filter(({ place }) => place.name === name);
      const lockDays = store?.bucket === name ? store.lockDays?.value : undefined;
      return {
        environment,
        region,
        name,
        of: [...new Set(plans.map((plan) => plan.region))],
        backups: plans.length,
        ...(lockDays === undefined ? {} : { lockDays }),
      };
    });
  });
}

/** The report as text: regions, quotas, and the recovery region beside the primary. */
export function infrastructureText({ instanceType, regions, recovery, quotas, backups }: InfrastructureReport): string {
  const parts = [
    `${colors.bold('what each region takes up')} (at the floors and at the ceilings of all services)`,
    table(
      ['environment', 'region', 'role', instanceType, 'vCPU', 'memory GiB', 'volumes GiB', 'replicas', 'whole load', 'databases'],
      regions.map((region) => [
        region.environment,
        region.region,
        region.role,
        ...[region.nodes, region.vcpus, region.memoryGib, region.volumesGib, region.replicas].map(span),
        String(region.fullReplicas),
        region.databases
          .map(({ name, engine, storageGib }) => `${name} (${engine}${storageGib ? `, ${figure(storageGib)} GiB` : ''})`)
          .join(', '),
      ]),
      [3, 4, 5, 6, 7, 8],
    ),
    '',
    `${colors.bold('where backups are kept')} (holdfast explain --backups: when, and what may be lost)`,
    table(
      ['environment', 'region', 'bucket or vault', 'of', 'backups', 'locked'],
      backups.map(({ environment, region, name, of, backups: count, lockDays }) => [
        environment,
        region,
        name,
        of.join(', '),
        String(count),
        lockDays === undefined ? '' : `${lockDays}d`,
      ]),
      [4],
    ),
    '',
    colors.bold('quotas to ask for before a failover needs them'),
    ...(quotas.some(({ ask }) => ask) ? [] : ['none is beyond what an account has from the start; a new account may have less']),
    table(
      ['account', 'region', 'quota', 'code', 'needed', 'initial', 'ask', 'why'],
      quotas.map(({ account, region, name, code, needed, initial, ask, because }) => [
        account,
        region,
        name,
        code,
        String(needed),
        String(initial),
        ask ? 'yes' : 'no',
        because,
      ]),
      [4, 5],
    ),
    colors.dim('source: Service Quotas (aws service-quotas list-aws-default-service-quotas --service-code ec2)'),
  ];
  return [...parts, ...recovery.flatMap(recoveryLines), ...commands(quotas)].join('\n');
}

const recoveryLines = ({ environment, nodesToAdd, ...shares }: RecoveryShare): string[] => [
  '',
  colors.bold(`${environment}: the recovery region as a share of the primary`),
  `  ${(['nodes', 'vcpus', 'memory', 'volumes', 'replicas'] as const).map((what) => `${what} ${percent(shares[what])}`).join(', ')}`,
  `  ${nodesToAdd === 0 ? 'a failover adds no node' : `a failover adds ${nodesToAdd} nodes: ask for the capacity, or reserve it`}`,
];

/** Asking twice is refused, so each command says what is asked for. */
function commands(quotas: readonly RequestedQuota[]): string[] {
  const asked = quotas.filter(({ ask }) => ask);
  if (asked.length === 0) return [];
  return [
    '',
    colors.bold('ask with'),
    ...asked.map(
      ({ account, service, code, region, needed }) =>
        `  # in ${account}\n  aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --region ${region} --desired-value ${needed}`,
    ),
  ];
}

const span = ({ min, max }: Range) => (min === max ? figure(min) : `${figure(min)}-${figure(max)}`);
const percent = (share: number) => `${Math.round(share * 100)}%`;
