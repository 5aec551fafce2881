import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type Alert, type AlertGroup, goDuration, type RecordingRule, SCRAPE_SECONDS } from '../../model';

export interface AlertRulesProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Leads the names of the groups, which must be unique in a cluster. */
  readonly prefix: string;
  readonly groups: readonly AlertGroup[];
}

/** A PrometheusRule: alerts and recorded series as the model describes them. */
export class AlertRules extends Construct {
  constructor(scope: Construct, id: string, { name, namespace, labels, prefix, groups }: AlertRulesProps) {
    super(scope, id);
    new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name, namespace, labels },
      spec: { groups: groups.map((group) => ruleGroup(prefix, group)) },
    });
  }
}

/** A group as Prometheus reads it. */
export const ruleGroup = (prefix: string, { name, intervalSeconds = SCRAPE_SECONDS, recording, alerts }: AlertGroup) => ({
  name: `${prefix}.${name}`,
  interval: goDuration(intervalSeconds),
  rules: [...recording.map(recordingRule), ...alerts.map(alertRule)],
});

const recordingRule = ({ record, expr, labels }: RecordingRule) => ({ record, expr, ...(labels ? { labels: { ...labels } } : {}) });

const alertRule = ({ name, expr, forSeconds, labels, summary, description, runbookUrl }: Alert) => ({
  alert: name,
  expr,
  ...(forSeconds > 0 ? { for: goDuration(forSeconds) } : {}),
  labels: { ...labels },
  annotations: { summary, description, runbook_url: runbookUrl },
});
