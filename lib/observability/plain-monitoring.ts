import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { dump } from 'js-yaml';
import { MONITORING_NAMESPACE, type Routing } from '../model';
import { alertmanagerConfig } from './alertmanager';
import { type PlainPrometheusProps, plainPrometheus } from './prometheus';

/** Where a plain Alertmanager has its keys: the Secret that the operator's one reads, mounted as files. */
const KEY_FOLDER = '/etc/alertmanager/keys';
const RULE_FILES = ['/etc/prometheus/rules/*.yaml'];

export interface PlainMonitoringProps {
  readonly prometheus: Omit<PlainPrometheusProps, 'ruleFiles'>;
  readonly routing: Routing;
  readonly labels: Readonly<Record<string, string>>;
}

/** prometheus.yml and alertmanager.yml for servers that no operator runs, from the same data, as one ConfigMap. */
export class PlainMonitoring extends Construct {
  constructor(scope: Construct, id: string, { prometheus, routing, labels }: PlainMonitoringProps) {
    super(scope, id);
    const text = (object: object) => dump(object, { lineWidth: -1, noRefs: true });
    new k8s.KubeConfigMap(this, 'Resource', {
      metadata: { name: 'plain-monitoring', namespace: MONITORING_NAMESPACE, labels },
      data: {
        'prometheus.yml': text(plainPrometheus({ ...prometheus, ruleFiles: RULE_FILES })),
        'alertmanager.yml': text(alertmanagerConfig(routing, KEY_FOLDER)),
      },
    });
  }
}
