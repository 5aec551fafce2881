import { loadPlatform } from '../../entry-point';
import { type Cluster, type PlacedService, type Platform, recoveryProofs } from '../../model';
import { nearest, UsageError } from '../../spec';
import { backupsReport, backupsText } from '../report/backups';
import { explanations, explanationText } from '../report/explain';
import { infrastructureReport, infrastructureText } from '../report/infrastructure';
import { recoveryText, rowOf } from '../report/recovery';
import { budgetTree } from '../report/retries';
import { rolloutStory } from '../report/rollout';

export interface ExplainOptions {
  readonly json?: boolean;
  readonly infrastructure?: boolean;
  readonly backups?: boolean;
}

/** Explains every value that was derived for a service, in each cluster that runs it, or what the regions take up, or backups. */
export async function explain(name: string | undefined, options: ExplainOptions): Promise<void> {
  const subjects = [name !== undefined, options.infrastructure ?? false, options.backups ?? false];
  if (subjects.filter((given) => given).length !== 1)
    throw new UsageError('holdfast explain takes either the name of a service or --infrastructure or --backups');
  const { platform } = await loadPlatform();
  if (options.backups) return explainBackups(platform, options);
  if (name === undefined) return explainInfrastructure(platform, options);
  const placed = platform.clusters.flatMap((cluster) =>
    cluster.services.filter(({ workload }) => workload.name === name).map((service) => ({ cluster, service })),
  );
  const budgetOf = ({ retries }: Cluster, { workload }: PlacedService) =>
    retries && budgetTree(workload.name, retries, platform.spec.istio.amplification);
  if (placed.length === 0) throw unknownService(name, Object.keys(platform.spec.services));
  const proofs = recoveryProofs(platform).filter(({ service }) => service === name);
  if (options.json) {
    const clusters = placed.map(({ cluster, service }) => ({
      environment: cluster.environment,
      region: cluster.region,
      role: cluster.role,
      tier: service.tier,
      rollout: rolloutStory(service.workload),
      retries: budgetOf(cluster, service),
      values: explanations(cluster, service),
    }));
    process.stdout.write(`${JSON.stringify({ service: name, clusters, recovery: proofs.map(rowOf) }, null, 2)}\n`);
  } else {
    const texts = placed.map(({ cluster, service }) => explanationText(cluster, service, budgetOf(cluster, service)));
    process.stdout.write(`${[...texts, ...proofs.map(recoveryText)].join('\n\n')}\n`);
  }
}

function explainInfrastructure(platform: Platform, options: ExplainOptions): void {
  const report = infrastructureReport(platform);
  process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : infrastructureText(report)}\n`);
}

function explainBackups(platform: Platform, options: ExplainOptions): void {
  const report = backupsReport(platform);
  process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : backupsText(report)}\n`);
}

function unknownService(name: string, services: readonly string[]): UsageError {
  if (services.includes(name)) return new UsageError(`the service ${name} is switched off in every environment`);
  const close = nearest(name, services);
  return new UsageError(`no service is called ${name}; ${close ? `did you mean ${close}?` : `there are ${services.join(', ')}`}`);
}
