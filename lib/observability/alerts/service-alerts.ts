import { Construct } from 'constructs';
import { type AlertGroup, standardLabels, type Workload } from '../../model';
import { AlertRules } from './alert-rules';

export interface ServiceAlertsProps {
  readonly workload: Workload;
  /** What `serviceAlerts` of the model describes, and what other layers add. */
  readonly groups: readonly AlertGroup[];
}

/** Alerts of a service, beside what it runs as: whoever owns the one owns the other. */
export class ServiceAlerts extends Construct {
  constructor(scope: Construct, id: string, { workload, groups }: ServiceAlertsProps) {
    super(scope, id);
    const { name, namespace } = workload;
    new AlertRules(this, 'Rules', { name, namespace, labels: standardLabels(workload), prefix: `${namespace}.${name}`, groups });
  }
}
