import colors from 'picocolors';
import { type Cluster, type Derived, figure, type PlacedService } from '../../model';
import { type BudgetTree, budgetLines } from './retries';
import { rolloutLines } from './rollout';

/** One derived value, as `--json` shows it. */
export interface Explanation {
  readonly name: string;
  readonly value: string;
  readonly formula: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly source: string;
}

/** Every value that was derived for a service in a cluster. */
export function explanations(cluster: Cluster, { workload, throughput }: PlacedService): Explanation[] {
  const { scaling } = workload;
  return [
    explain('throughput', throughput, (rate) => `${figure(rate)} requests/s`),
    ...(scaling
      ? [
          explain('replicas for the whole load', scaling.full, String),
          explain('autoscaler floor (minReplicas)', scaling.floor, String),
          explain('autoscaler ceiling (maxReplicas)', scaling.ceiling, String),
        ]
      : []),
    explain('nodes at the floors of all services', cluster.nodes.min, (count) => `${count} x ${cluster.nodes.instanceType}`),
    explain('nodes at the ceilings', cluster.nodes.max, (count) => `${count} x ${cluster.nodes.instanceType}`),
    explain(
      'what a node offers to pods',
      cluster.nodes.allocatable,
      ({ millicores, bytes, pods }) => `${figure(millicores / 1000)} cores, ${figure(bytes / 2 ** 30)} GiB, ${pods} pods`,
    ),
  ];
}

const explain = <T>(name: string, { value, because }: Derived<T>, show: (value: T) => string): Explanation => ({
  name,
  value: show(value),
  formula: because.formula,
  inputs: because.inputs,
  source: because.source,
});

/** The explanations of one cluster as text. */
export function explanationText(cluster: Cluster, service: PlacedService, budget?: BudgetTree): string {
  const { workload, tier } = service;
  const names = (peers: readonly { name: string }[]) => peers.map(({ name }) => name).join(', ') || 'nobody';
  const lines = [
    colors.bold(`${workload.name} in ${cluster.environment}, ${cluster.region} (${cluster.role}, tier ${tier})`),
    `  called by ${names(workload.callers)}${workload.public.ports.length > 0 ? ', and from the internet' : ''}`,
    `  calls ${names(workload.callees)}`,
    ...reaches(workload),
    ...rolloutLines(workload).map((line) => `  ${line}`),
    ...(budget ? budgetLines(budget).map((line) => `  ${line}`) : []),
  ];
  for (const { name, value, formula, inputs, source } of explanations(cluster, service)) {
    lines.push('', `  ${name}: ${colors.bold(value)}`, `    ${formula}`);
    const width = Math.max(0, ...Object.keys(inputs).map((input) => input.length));
    for (const [input, given] of Object.entries(inputs)) lines.push(`      ${input.padEnd(width)} = ${given}`);
    lines.push(colors.dim(`    source: ${source}`));
  }
  return lines.join('\n');
}

function reaches({ external }: PlacedService['workload']): string[] {
  const places = [...new Set(external.map(({ because }) => because))];
  return places.length > 0 ? [`  reaches ${places.join(', ')}`] : [];
}
