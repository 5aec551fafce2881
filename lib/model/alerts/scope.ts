import { environmentsRepository, GITOPS_BRANCH } from '../gitops';
import { clusterName } from '../names';
import type { Cluster, PlacedService, Platform } from '../platform';
import type { Alert, AlertInput } from './alert';

/** Where alerts watch: a cluster, and whether it is a service of it. */
export interface AlertScope {
  readonly platform: string;
  readonly environment: string;
  readonly region: string;
  readonly namespace: string;
  /** Who is responsible. */
  readonly team: string;
  readonly service?: string;
  /** Start of the addresses of runbooks. */
  readonly runbooks: string;
}

/**
 * The folder of runbooks, below what synth writes. `holdfast publish --gitops` publishes them with what is the same for all
 * environments: an alert points to the text that belongs to its rules, and not to what somebody's branch has.
 */
export const RUNBOOKS_FOLDER = 'runbooks';

export const clusterScope = (platform: Platform, { environment, region, namespace }: Cluster): AlertScope => ({
  platform: platform.name,
  environment,
  region,
  namespace,
  team: platform.team,
  runbooks: `${folderAddress(environmentsRepository(platform), GITOPS_BRANCH)}/${GITOPS_BRANCH}/${RUNBOOKS_FOLDER}`,
});

export const serviceScope = (platform: Platform, cluster: Cluster, { workload }: PlacedService): AlertScope => ({
  ...clusterScope(platform, cluster),
  team: workload.team,
  service: workload.name,
});

/** `production/us-east-1`, as summaries say it. */
export const place = ({ environment, region }: AlertScope) => `${environment}/${region}`;

/** The context of kubectl for the cluster of a scope: runbooks of all clusters are one text. */
export const contextOf = ({ platform, environment, region }: AlertScope) => clusterName(platform, environment, region);

/** An alert in its place: who is responsible, where it is, and where to read what to do. */
export function alertIn(scope: AlertScope, input: AlertInput): Alert {
  const { team, service, environment, region } = scope;
  return {
    ...input,
    team,
    service,
    labels: { severity: input.severity, team, ...(service === undefined ? {} : { service }), environment, region, ...input.labels },
    runbookUrl: `${scope.runbooks}/${input.name}.md#${service ?? CLUSTER_SECTION}`,
  };
}

/** Heading of what a runbook says of an alert that is about no service. */
export const CLUSTER_SECTION = 'the-cluster';

/** Where people read a branch of a repository; an address for Git, as SSH takes it, is one for a browser too. */
function folderAddress(repository: string, branch: string): string {
  const web = repository
    .replace(/^ssh:\/\/(?:[^@/]+@)?([^:/]+)(?::\d+)?\//, 'https://$1/')
    .replace(/^git@([^:]+):/, 'https://$1/')
    .replace(/\.git$/, '');
  return `${web}${/^https:\/\/[^/]*gitlab/.test(web) ? '/-' : ''}/blob/${branch}`;
}
