import { clusterScope } from '../alerts/scope';
import type { Cluster, Platform } from '../platform';

/** Runbooks of what no single alert is about: names of files in the folder of runbooks. */
export const RECOVERY_RUNBOOKS = {
  failover: 'failover.md',
  failback: 'failback.md',
  cluster: 'restore-cluster.md',
  postgres: 'restore-postgres.md',
  documents: 'restore-documents.md',
  cache: 'restore-cache.md',
  pods: 'restore-postgres-in-pods.md',
  state: 'restore-terraform-state.md',
  postMortem: 'post-mortem.md',
} as const;
export type RecoveryRunbook = keyof typeof RECOVERY_RUNBOOKS;

/** Where a failover stops and a person goes on; each has a section of the runbook, in this order. */
export const FAILOVER_STOPS = ['confirm', 'approve', 'fence', 'take over', 'verify'] as const;
export type FailoverStop = (typeof FAILOVER_STOPS)[number];

/** The same of a failback, from the day on which the primary region is well again. */
export const FAILBACK_STOPS = ['rejoin', 'release', 'come back', 'verify', 'hand back'] as const;
export type FailbackStop = (typeof FAILBACK_STOPS)[number];

/** Heading of the section of a stop: one runbook serves all environments. */
export const stopHeading = (environment: string, stop: FailoverStop | FailbackStop) => `${environment} stopped at ${stop}`;

/** How code hosts make the anchor of a heading of small letters, digits, dashes and spaces. */
export const anchorOf = (heading: string) => heading.replaceAll(' ', '-');

/** Where people read the runbooks of an environment; `gitOpsRelease` publishes them there. */
export const runbookFolder = (platform: Platform, cluster: Cluster) => clusterScope(platform, cluster).runbooks;

/** Address of a runbook below the folder of an environment's, or of one of its sections. */
export const runbookAddress = (folder: string, runbook: RecoveryRunbook, heading?: string) =>
  `${folder}/${RECOVERY_RUNBOOKS[runbook]}${heading === undefined ? '' : `#${anchorOf(heading)}`}`;
