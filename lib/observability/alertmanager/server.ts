import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ANNOTATIONS, MONITORING_NAMESPACE, serverSelector, WATCHERS } from '../../model';
import { restrictedPods, spreadOver } from '../server-pods';

/** Version, and the digest that its tag pointed to when it was pinned. */
const IMAGE = {
  version: 'v0.28.1',
  image: 'quay.io/prometheus/alertmanager:v0.28.1@sha256:27c475db5fb156cab31d5c18a4251ac7ed567746a2483ff264516437a39b15ba',
} as const;

/** Silences and what was told are kept for this long (the default of Alertmanager): longer than any repeat interval. */
const RETENTION = '120h';

export interface AlertmanagerServerProps {
  /** Name of the platform, and of the server. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Three where customers depend on it, so that two are left to agree while one is replaced. */
  readonly replicas: number;
  /**
   * What says who is told: a Secret with alertmanager.yaml, or an AlertmanagerConfig, by name. Default: nothing; the operator
   * then makes a configuration that tells nobody.
   */
  readonly routedBy?: { readonly secret: string } | { readonly alertmanagerConfig: string };
}

/** The Alertmanager of a cluster: replicas that tell each other what was told, its account and its disruption budget. */
export class AlertmanagerServer extends Construct {
  constructor(scope: Construct, id: string, { name, labels, replicas, routedBy }: AlertmanagerServerProps) {
    super(scope, id);
    const pods = serverSelector('alertmanager', name);
    const account = 'alertmanager';
    const { alertmanager } = WATCHERS;
    new k8s.KubeServiceAccount(this, 'Account', {
      metadata: { name: account, namespace: MONITORING_NAMESPACE, labels },
      automountServiceAccountToken: false,
    });
    new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Alertmanager',
      metadata: { name, namespace: MONITORING_NAMESPACE, labels },
      spec: {
        ...IMAGE,
        replicas,
        ...configurationOf(routedBy),
        retention: RETENTION,
        storage: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } },
        resources: {
          requests: { cpu: `${alertmanager.millicores}m`, memory: `${alertmanager.mib}Mi`, 'ephemeral-storage': '64Mi' },
          limits: { memory: '256Mi', 'ephemeral-storage': '256Mi' },
        },
        serviceAccountName: account,
        automountServiceAccountToken: false,
        podMetadata: { labels },
        securityContext: restrictedPods,
        topologySpreadConstraints: spreadOver(pods),
      },
    });
    new k8s.KubePodDisruptionBudget(this, 'DisruptionBudget', {
      metadata: {
        name: `alertmanager-${name}`,
        namespace: MONITORING_NAMESPACE,
        labels,
        annotations: { [ANNOTATIONS.providedBy]: 'the Prometheus Operator' },
      },
      spec: {
        maxUnavailable: k8s.IntOrString.fromNumber(1),
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: { matchLabels: pods },
      },
    });
  }
}

function configurationOf(routedBy: AlertmanagerServerProps['routedBy']): object {
  if (!routedBy) return {};
  return 'secret' in routedBy ? { configSecret: routedBy.secret } : { alertmanagerConfiguration: { name: routedBy.alertmanagerConfig } };
}
