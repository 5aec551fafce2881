import {
  type Breach,
  inObject,
  isMap,
  items,
  type KubernetesObject,
  LabelIndex,
  type ManifestIndex,
  map,
  number,
  selects,
  text,
  textMap,
  type Workload,
} from '../manifests';
import { dataPlaneOf } from './data-plane';
import type { Registry } from './registry';

const ROOT_NAMESPACE = 'istio-system';

/** The mode of mutual TLS of a port of a workload: its own policy, else that of its namespace, else that of the mesh. */
export function mtlsOf(workload: Workload, port: number | undefined, cluster: ManifestIndex): string | undefined {
  const { namespace } = workload.object;
  const policies = cluster.ofKind('PeerAuthentication.security.istio.io');
  const own = policies.find(
    (policy) => policy.namespace === namespace && chooses(policy) && selects(policy.spec.selector, workload.labels),
  );
  const general = (at: string) => policies.find((policy) => policy.namespace === at && !chooses(policy));
  const ofPort = port === undefined ? undefined : text(map(map(own?.spec.portLevelMtls)[String(port)]).mode);
  const said = [ofPort, ...[own, general(namespace), general(ROOT_NAMESPACE)].map((policy) => text(map(policy?.spec.mtls).mode))];
  return said.find((mode) => mode !== undefined && mode !== 'UNSET');
}

const chooses = ({ spec }: KubernetesObject) => Object.keys(textMap(map(spec.selector).matchLabels)).length > 0;

/** Callers that speak plaintext to what admits mutual TLS only. */
export function plaintextClients(cluster: ManifestIndex, registry: Registry): Breach[] {
  if (cluster.ofKind('PeerAuthentication.security.istio.io').length === 0) return [];
  return [...plainRules(cluster, registry), ...plainScrapes(cluster)];
}

/** DestinationRules that switch mutual TLS off. */
const plainRules = (cluster: ManifestIndex, registry: Registry): Breach[] =>
  cluster.ofKind('DestinationRule').flatMap((rule) => {
    const host = text(rule.spec.host) ?? '';
    const service = registry.service(host, rule.namespace);
    const strict = service ? cluster.selectedBy(service).filter((workload) => mtlsOf(workload, undefined, cluster) === 'STRICT') : [];
    if (strict.length === 0) return [];
    const policies = [
      { policy: map(rule.spec.trafficPolicy), path: 'spec.trafficPolicy' },
      ...items(rule.spec.subsets).map(({ item, index }) => ({
        policy: map(item.trafficPolicy),
        path: `spec.subsets[${index}].trafficPolicy`,
      })),
    ];
    return policies
      .filter(({ policy }) => isMap(policy.tls) && ['DISABLE', 'SIMPLE'].includes(String(policy.tls.mode)))
      .map(({ policy, path }) =>
        inObject(
          rule,
          `${path}.tls.mode`,
          `calls ${host} with TLS ${String(map(policy.tls).mode)}, which admits mutual TLS of the mesh only`,
          {
            fix: 'set ISTIO_MUTUAL, or take the field away',
          },
        ),
      );
  });

/** Ports of the agent of a sidecar, which it does not capture (Istio, ports used by Istio). */
const UNCAPTURED = new Set([15_020, 15_021, 15_090]);

/** Monitors that scrape a strict port without a certificate. A Prometheus that has a sidecar would be told by its TLS settings. */
function plainScrapes(cluster: ManifestIndex): Breach[] {
  if (scraperInMesh(cluster)) return [];
  const services = new LabelIndex(cluster.ofKind('Service'), (service) => service);
  return cluster.ofKind('ServiceMonitor', 'PodMonitor').flatMap((monitor) => {
    const ofPods = monitor.kind === 'PodMonitor';
    const workloads = ofPods
      ? cluster.pods.select(monitor.namespace, monitor.spec.selector ?? {})
      : services.select(monitor.namespace, monitor.spec.selector ?? {}).flatMap((service) => cluster.selectedBy(service));
    const field = ofPods ? 'podMetricsEndpoints' : 'endpoints';
    return items(monitor.spec[field]).flatMap(({ item, index }) => {
      if (isMap(item.tlsConfig)) return [];
      const refused = workloads.find((workload) => {
        const port = portNumber(workload, item.portNumber ?? item.targetPort ?? item.port);
        const plane = dataPlaneOf(workload, cluster);
        const captured = plane === 'ambient' || (plane === 'sidecar' && (port === undefined || !UNCAPTURED.has(port)));
        return captured && mtlsOf(workload, port, cluster) === 'STRICT';
      });
      if (!refused) return [];
      return [
        inObject(
          monitor,
          `spec.${field}[${index}]`,
          `scrapes ${refused.object.name} without a certificate, and it admits mutual TLS only`,
          {
            fix:
              dataPlaneOf(refused, cluster) === 'ambient'
                ? 'let Prometheus belong to the mesh: label its pods with istio.io/dataplane-mode: ambient'
                : 'scrape the agent of its sidecar, port 15020 and path /stats/prometheus, which answers for the application too',
          },
        ),
      ];
    });
  });
}

/** Whether every Prometheus has a certificate of the mesh, since the proxy of its node captures it. */
const scraperInMesh = (cluster: ManifestIndex): boolean => {
  const servers = cluster.ofKind('Prometheus.monitoring.coreos.com');
  return servers.length > 0 && servers.every((server) => isInMesh(server));
};

/** The operator puts these labels on the pods of a server. */
export const isInMesh = ({ spec }: KubernetesObject): boolean =>
  textMap(map(spec.podMetadata).labels)['istio.io/dataplane-mode'] === 'ambient';

function portNumber({ containers }: Workload, port: unknown): number | undefined {
  const plain = number(port);
  if (plain !== undefined) return plain;
  return containers
    .flatMap(({ raw }) => items(raw.ports))
    .map(({ item }) => item)
    .filter(({ name }) => name === port)
    .map(({ containerPort }) => number(containerPort))
    .at(0);
}
