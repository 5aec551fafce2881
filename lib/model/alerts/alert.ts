import type { AlertSeverity } from '../alerting';
import type { RecordingRule } from '../indicators';
import type { Runbook } from './runbook';

/** Something that a person should hear of, whoever says it: plain data that observability renders. */
export interface Alert {
  /** CamelCase; also the name of its runbook. */
  readonly name: string;
  readonly expr: string;
  /** How long the expression must hold. */
  readonly forSeconds: number;
  readonly severity: AlertSeverity;
  /** Who is responsible. */
  readonly team: string;
  /** Undefined when it is about the cluster. */
  readonly service?: string;
  /** All labels that the rule sets: severity, team, service, environment and region, and what tells it from its siblings. */
  readonly labels: Readonly<Record<string, string>>;
  /** One line, in the template language of Prometheus. */
  readonly summary: string;
  /** With the numbers: what was measured, and what the limit is. */
  readonly description: string;
  readonly runbook: Runbook;
  /** Address of the section of its runbook. */
  readonly runbookUrl: string;
}

/** Alerts and recorded series that are evaluated together. */
export interface AlertGroup {
  /** The family, such as `pods`. */
  readonly name: string;
  /** Default: that of the server. */
  readonly intervalSeconds?: number;
  readonly recording: readonly RecordingRule[];
  readonly alerts: readonly Alert[];
}

/** What an alert says of itself; the rest follows from where it watches. */
export type AlertInput = Pick<Alert, 'name' | 'expr' | 'forSeconds' | 'severity' | 'summary' | 'description' | 'runbook'> & {
  readonly labels?: Readonly<Record<string, string>>;
};

export const group = (name: string, alerts: readonly Alert[], more: Partial<AlertGroup> = {}): AlertGroup => ({
  name,
  recording: [],
  alerts,
  ...more,
});
