import type { DatabaseSpec } from '../../spec';
import { type BackupPlan, backupPlans } from '../backups';
import type { Cluster, Platform } from '../platform';
import { isStore, PROMOTE_WITHIN_SECONDS } from '../stores';
import { measured } from './measured';
import type { RecoveryRunbook } from './runbooks';
import { type FailoverStep, stepOf } from './step';

/** Until a person who was paged has begun with the runbook. Assumption, in seconds. */
const PERSON = { typical: 600, worst: 1800 };

/** A database that no state machine promotes, and the runbook of its restore. */
export interface RestoredByPerson {
  readonly name: string;
  readonly runbook: RecoveryRunbook;
}

/** Databases that the services of a cluster use and that nothing promotes, sorted by name. */
export function restoredByPerson(
  { spec: { databases, services } }: Platform,
  { services: placed }: Cluster,
  promotions: readonly { readonly name: string }[],
): readonly RestoredByPerson[] {
  const used = new Set(placed.flatMap(({ workload }) => services[workload.name]?.databases ?? []));
  const promoted = new Set(promotions.map(({ name }) => name));
  return Object.entries(databases)
    .filter(([name]) => used.has(name) && !promoted.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, database]) => ({ name, runbook: runbookOf(database) }));
}

const MANAGED = { postgres: 'postgres', mongodb: 'documents', redis: 'cache' } as const;

function runbookOf(database: DatabaseSpec): RecoveryRunbook {
  if (database.placement === 'managed') return MANAGED[database.engine];
  return isStore(database) ? 'pods' : 'cluster';
}

/**
 * Until a database that no state machine promotes is there again: a person follows a runbook. A PostgreSQL in pods has a standby that
 * follows the archive, and takes over when it is told to; anything else comes back from its newest copy, which is read as long as it
 * was written.
 */
export function restoreStep(platform: Platform, primary: Cluster, name: string): FailoverStep {
  const database = platform.spec.databases[name];
  const step =
    database?.engine === 'postgres' && isStore(database)
      ? stepOf(
          'restore',
          [PERSON.typical, PERSON.worst + PROMOTE_WITHIN_SECONDS],
          'until a person has begun + the promotion of the standby',
          { 'a person': PERSON.worst, promotion: PROMOTE_WITHIN_SECONDS },
          'assumption until a drill has measured it (failover.measured.restore)',
          name,
        )
      : fromCopy(name, copyOf(platform, primary, name));
  return measured(step, platform.spec);
}

/** The backup that it comes back from: its own, else that of the whole cluster. */
function copyOf(platform: Platform, primary: Cluster, name: string): BackupPlan | undefined {
  const plans = backupPlans(platform, primary);
  return (
    plans.find(({ subject }) => subject.kind === 'database' && subject.name === name) ??
    plans.find(({ subject }) => subject.kind === 'cluster')
  );
}

function fromCopy(name: string, copy: BackupPlan | undefined): FailoverStep {
  const seconds = copy?.duration.value ?? 0;
  return stepOf(
    'restore',
    [PERSON.typical + seconds / 2, PERSON.worst + seconds],
    'until a person has begun + the restore of the newest copy',
    { 'a person': PERSON.worst, 'a full copy': seconds },
    'assumption until a drill has measured it (failover.measured.restore): a copy is read as long as it was written',
    name,
  );
}
