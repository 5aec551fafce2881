import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  ANNOTATIONS,
  MONITORING_NAMESPACE,
  type MonitoringSize,
  type RemoteWorkspace,
  readByPrometheus,
  SCRAPE_SECONDS,
  SERVERS,
  serverSelector,
  WATCHERS,
} from '../../model';
import { restrictedPods, spreadOver } from '../server-pods';
import { KUBELET_CLASS } from './cluster-sources';
import { PROMETHEUS_IMAGE } from './images';

/** More series from one target are a mistake in its labels, and would take the memory of all others. */
const MOST_SAMPLES_OF_A_TARGET = 50_000;
/** Time to write what is in memory to disk. */
const STOP_SECONDS = 600;
/** A start replays the write-ahead log (at most three hours of samples) before it is ready. */
const START_SECONDS = 900;

export interface PrometheusServerProps {
  /** Name of the platform, and of the server. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Namespaces whose monitors, probes and rules are read. */
  readonly namespaces: readonly string[];
  readonly size: MonitoringSize;
  readonly workspaces: readonly RemoteWorkspace[];
  readonly serviceAccount: string;
  /** Belongs to an ambient mesh, so that services which admit mutual TLS only let it read their metrics. @default false */
  readonly ambient?: boolean;
}

/** The Prometheus of a cluster and its disruption budget. The operator makes pods and configuration from it. */
export class PrometheusServer extends Construct {
  constructor(scope: Construct, id: string, props: PrometheusServerProps) {
    super(scope, id);
    const { name, labels, externalLabels, namespaces, size, workspaces, serviceAccount, ambient = false } = props;
    const pods = serverSelector('prometheus', name);
    const selector = { matchLabels: readByPrometheus(name) };
    const namespaceSelector = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces] }] };
    const { alertmanager } = SERVERS;
    new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: { name, namespace: MONITORING_NAMESPACE, labels },
      spec: {
        ...PROMETHEUS_IMAGE,
        replicas: WATCHERS.prometheus.replicas,
        // The two labels by which Amazon Managed Prometheus takes only one of two replicas (User Guide, high availability data).
        externalLabels,
        replicaExternalLabelName: '__replica__',
        prometheusExternalLabelName: '',
        scrapeInterval: `${SCRAPE_SECONDS}s`,
        evaluationInterval: `${SCRAPE_SECONDS}s`,
        serviceMonitorSelector: selector,
        serviceMonitorNamespaceSelector: namespaceSelector,
        podMonitorSelector: selector,
        podMonitorNamespaceSelector: namespaceSelector,
        probeSelector: selector,
        probeNamespaceSelector: namespaceSelector,
        ruleSelector: selector,
        ruleNamespaceSelector: namespaceSelector,
        alerting: {
          alertmanagers: [{ namespace: MONITORING_NAMESPACE, name: alertmanager.service, port: alertmanager.portName, apiVersion: 'v2' }],
        },
        ...(workspaces.length > 0 ? { remoteWrite: workspaces.map(remoteWrite) } : {}),
        retention: `${size.retentionDays.value}d`,
        retentionSize: `${size.retentionBytes.text}B`,
        walCompression: true,
        enableAdminAPI: false,
        arbitraryFSAccessThroughSMs: { deny: true },
        scrapeClasses: [KUBELET_CLASS],
        enforcedSampleLimit: MOST_SAMPLES_OF_A_TARGET,
        maximumStartupDurationSeconds: START_SECONDS,
        terminationGracePeriodSeconds: STOP_SECONDS,
        storage: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size.disk.value.text } } },
          },
        },
        resources: {
          requests: { cpu: size.cpu.value.text, memory: size.memory.value.text, 'ephemeral-storage': '64Mi' },
          limits: { memory: size.memoryLimit.text, 'ephemeral-storage': '256Mi' },
        },
        serviceAccountName: serviceAccount,
        automountServiceAccountToken: true,
        podMetadata: { labels: { ...labels, ...(ambient ? { 'istio.io/dataplane-mode': 'ambient' } : {}) } },
        securityContext: restrictedPods,
        topologySpreadConstraints: spreadOver(pods),
      },
    });
    if (ambient) {
      // Who reads dashboards, and what judges roll-outs, does not belong to the mesh.
      new ApiObject(this, 'Readers', {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: `prometheus-${name}`, namespace: MONITORING_NAMESPACE, labels },
        spec: { selector: { matchLabels: pods }, mtls: { mode: 'PERMISSIVE' } },
      });
    }
    new k8s.KubePodDisruptionBudget(this, 'DisruptionBudget', {
      metadata: {
        name: `prometheus-${name}`,
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

/** Signed with the identity of the pod. What cannot be sent for a while stays in the write-ahead log, which holds two hours. */
const remoteWrite = ({ region, url }: RemoteWorkspace) => ({
  name: region,
  url,
  sigv4: { region },
  // What Amazon's guide starts from: 1,000 samples a request, 200 senders at most.
  queueConfig: { maxSamplesPerSend: 1000, maxShards: 200, capacity: 2500 },
});
