import { Construct } from 'constructs';
import { type AlertGroup, MONITORING_NAMESPACE } from '../../model';
import { AlertRules } from './alert-rules';

export interface PlatformAlertsProps {
  /** Name of the platform. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What `platformAlerts` of the model describes, and what other layers add. */
  readonly groups: readonly AlertGroup[];
}

/** Alerts of a cluster that are about no single service. */
export class PlatformAlerts extends Construct {
  constructor(scope: Construct, id: string, { name, labels, groups }: PlatformAlertsProps) {
    super(scope, id);
    new AlertRules(this, 'Rules', { name, namespace: MONITORING_NAMESPACE, labels, prefix: `${MONITORING_NAMESPACE}.${name}`, groups });
  }
}
