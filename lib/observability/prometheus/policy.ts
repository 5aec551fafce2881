import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  type Cluster,
  COLLECTORS,
  EXPORTERS,
  type Exporter,
  ISTIO,
  MONITORING_NAMESPACE,
  NODE_LOGS_NAMESPACE,
  SERVERS,
  serverSelector,
} from '../../model';
import { block, namespace, pods, tcp, toApiServer, toAws, toDns } from '../peers';
import { ServerPolicy } from '../server-policy';
import { CLUSTER_SOURCES } from './cluster-sources';
import { controllersAmong } from './controller-sources';

/** Where Argo Rollouts runs its analyses. */
const ROLLOUTS_NAMESPACE = 'argo-rollouts';

export interface PrometheusPolicyProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cluster: Cluster;
  /** Exporters that the alerts of the cluster rest on. */
  readonly watched: readonly Exporter[];
  /** Ports of exporters in the namespace of the server. */
  readonly exporters: readonly number[];
  /** Ports of exporters beside databases in pods. */
  readonly stores: readonly number[];
  /** Whether an agent on each node reads logs. */
  readonly logAgent: boolean;
  /** Whether a mesh has gateways. */
  readonly gateways: boolean;
  readonly writesRemote: boolean;
}

/** Whom Prometheus may ask, and who may ask Prometheus. */
export class PrometheusPolicy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, labels, cluster, watched, exporters, stores, logAgent, gateways, writesRemote }: PrometheusPolicyProps,
  ) {
    super(scope, id);
    const selector = serverSelector('prometheus', name);
    const { prometheus, alertmanager } = SERVERS;
    const inMesh = cluster.services.some(({ workload }) => workload.arrival !== undefined);
    const judged = cluster.services.some(({ workload: { rollout } }) => rollout.strategy !== 'rolling');
    new ServerPolicy(this, 'Policy', {
      name: `prometheus-${name}`,
      labels,
      selector,
      ingress: [
        // Dashboards, and the server itself.
        { from: [namespace(MONITORING_NAMESPACE), ...(judged ? [namespace(ROLLOUTS_NAMESPACE)] : [])], ports: tcp(prometheus.port) },
        ...(inMesh ? [{ from: [block(ISTIO.kubelet)], ports: tcp(prometheus.port) }] : []),
      ],
      egress: [
        toDns(),
        toApiServer(cluster.network.cidr.text),
        ...toServices(cluster, stores),
        { to: [pods(serverSelector('alertmanager', name))], ports: tcp(alertmanager.port) },
        { to: [namespace(MONITORING_NAMESPACE)], ports: tcp(prometheus.port, ...exporters) },
        ...(gateways ? [{ to: [namespace(ISTIO.gateway.namespace)], ports: tcp(ISTIO.metrics.port) }] : []),
        ...(logAgent ? [{ to: [namespace(NODE_LOGS_NAMESPACE)], ports: tcp(COLLECTORS.ports.metrics.port) }] : []),
        ...CLUSTER_SOURCES.map((source) => ({
          to: [source.onNode ? block(cluster.network.cidr.text) : namespace(source.namespace)],
          ports: tcp(...source.ports),
        })),
        ...controllersAmong(watched).map(({ exporter, port }) => ({ to: [namespace(EXPORTERS[exporter].namespace)], ports: tcp(port) })),
        ...(writesRemote ? toAws() : []),
      ],
    });
  }
}

/** Ports on which the services of a cluster show metrics. */
function toServices({ namespace: name, services, gateways }: Cluster, stores: readonly number[]): k8s.NetworkPolicyEgressRule[] {
  const asked = services.flatMap(({ workload: { metrics, mesh, arrival } }) => {
    if (arrival) return metrics ? [ISTIO.hbone] : [];
    return mesh === 'istio' ? [ISTIO.metrics.port] : metrics ? [metrics.port.port] : [];
  });
  const proxies = gateways.some(({ workload }) => workload.namespace === name) ? [ISTIO.metrics.port] : [];
  const ports = [...new Set([...asked, ...proxies, ...stores])].sort((a, b) => a - b);
  return ports.length > 0 ? [{ to: [namespace(name)], ports: tcp(...ports) }] : [];
}
