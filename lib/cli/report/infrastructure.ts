import colors from 'picocolors';
import {
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
}

export const infrastructureReport = (platform: Platform): InfrastructureReport => ({
  instanceType: platform.spec.nodes.instanceType,
  regions: platform.clusters.map((cluster) => regionFootprint(platform, cluster)),
  recovery: recoveryShares(platform),
  quotas: requestedQuotas(platform),
});

/** The report as text: regions, quotas, and the recovery region beside the primary. */
export function infrastructureText({ instanceType, regions, recovery, quotas }: InfrastructureReport): string {
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
