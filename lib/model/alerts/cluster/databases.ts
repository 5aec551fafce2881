import type { Alert } from '../alert';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';

/** How old the last safe copy of a database may get. */
export interface Freshness {
  readonly database: string;
  /** PromQL of the time of the last safe copy, in seconds since 1970. */
  readonly lastCopy: string;
  /** Time between two copies when all is well, the making of one included. */
  readonly gapSeconds: number;
  readonly thresholdSeconds: number;
  readonly rpoSeconds: number;
}

/** How far a replica may lag. */
export interface Lag {
  readonly database: string;
  /** PromQL of the lag in seconds. */
  readonly lag: string;
  readonly thresholdSeconds: number;
  readonly rpoSeconds: number;
}

/**
 * An alert that comes before the recovery point is lost, and not with every copy (rule X06).
 *
 * @throws RangeError unless gap < threshold <= RPO
 */
export function backupTooOld(scope: AlertScope, { database, lastCopy, gapSeconds, thresholdSeconds, rpoSeconds }: Freshness): Alert {
  if (!(gapSeconds < thresholdSeconds && thresholdSeconds <= rpoSeconds)) {
    throw new RangeError(
      `${database}: an alert at ${thresholdSeconds} s neither waits for the next copy (${gapSeconds} s) nor comes before the RPO (${rpoSeconds} s) is missed; make copies more often`,
    );
  }
  return alertIn(scope, {
    name: 'BackupTooOld',
    expr: `time() - max(${lastCopy}) > ${thresholdSeconds}\n  or\nabsent(${lastCopy})`,
    forSeconds: 60,
    severity: 'critical',
    labels: { database },
    summary: `${database} in ${place(scope)}: its last copy is too old`,
    description: `The last safe copy of ${database} is older than ${thresholdSeconds} s, or there is none. A disaster now would lose more than its recovery point of ${rpoSeconds} s allows, or soon will.`,
    runbook: {
      means: 'Nothing is lost yet. If the database were lost now, more would be gone than was promised.',
      confirm: [
        step('Its runs:', kubectl('get cronjobs,jobs', scope.namespace)),
        step('What the last one said:', kubectl(`logs --selector app.kubernetes.io/name=${database}-backup --tail 100`, scope.namespace)),
      ],
      mitigate: [step('Make a copy now:', kubectl(`create job ${database}-backup-now --from cronjob/${database}-backup`, scope.namespace))],
      learn: ['Was the latest copy ever restored?'],
    },
  });
}

/**
 * An alert while the replica can still be promoted within the recovery point (rule X10).
 *
 * @throws RangeError when the threshold is not below the RPO
 */
export function replicaLags(scope: AlertScope, { database, lag, thresholdSeconds, rpoSeconds }: Lag): Alert {
  if (thresholdSeconds >= rpoSeconds)
    throw new RangeError(`${database}: an alert at ${thresholdSeconds} s of lag comes after the RPO of ${rpoSeconds} s is missed`);
  return alertIn(scope, {
    name: 'ReplicaLag',
    expr: `max(${lag}) > ${thresholdSeconds}\n  or\nabsent(${lag})`,
    forSeconds: 60,
    severity: 'critical',
    labels: { database },
    summary: `${database} in ${place(scope)}: its replica lags`,
    description: `The replica of ${database} is more than ${thresholdSeconds} s behind, or nobody knows. Its recovery point is ${rpoSeconds} s.`,
    runbook: {
      means: 'A failover now would lose more than was promised, or soon would.',
      confirm: [step('The lag, as CloudWatch has it:', `aws cloudwatch list-metrics --region ${scope.region} --metric-name ReplicaLag`)],
      mitigate: [
        step(
          'Find what writes so much, and stop it when it can wait: a migration, an import, a job.',
          kubectl('get jobs', scope.namespace),
        ),
      ],
      learn: ['Does the replica have the size of its primary?'],
    },
  });
}

/** An alert that tells everybody that a failover is under way; `running` is PromQL that is above zero meanwhile. */
export const failoverInProgress = (scope: AlertScope, running: string): Alert =>
  alertIn(scope, {
    name: 'FailoverInProgress',
    expr: `${running} > 0`,
    forSeconds: 60,
    severity: 'info',
    summary: `${place(scope)}: a failover is under way`,
    description: 'The platform moves to the other region. Publish nothing until it has ended.',
    runbook: {
      means: 'Alerts of single services are to be expected. Nothing is to be changed by hand while the state machine runs.',
      confirm: [
        step(
          'Where it is:',
          `aws stepfunctions list-executions --region ${scope.region} --status-filter RUNNING --state-machine-arn <ARN>`,
        ),
      ],
      mitigate: [step('A step stands still: follow the plan for recovery from that step on.')],
      learn: ['How long did each step take, against the plan?'],
    },
  });
