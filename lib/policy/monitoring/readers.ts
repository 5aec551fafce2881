import { type Breach, inObject, isSet, type KubernetesObject, type ManifestIndex, map, selects, text, textMap } from '../manifests';
import { namespaceLabels } from '../network/end';

/** What a Prometheus reads, by the fields that choose it. */
const READ = [
  ['ServiceMonitor', 'serviceMonitorSelector', 'serviceMonitorNamespaceSelector'],
  ['PodMonitor', 'podMonitorSelector', 'podMonitorNamespaceSelector'],
  ['PrometheusRule', 'ruleSelector', 'ruleNamespaceSelector'],
  ['Probe.monitoring.coreos.com', 'probeSelector', 'probeNamespaceSelector'],
] as const;

export const prometheusServers = (cluster: ManifestIndex) => cluster.ofKind('Prometheus.monitoring.coreos.com');

/** Monitors, probes and rules that no Prometheus of the cluster reads; without one in the manifests nobody can tell. */
export function unread(cluster: ManifestIndex): Breach[] {
  const servers = prometheusServers(cluster);
  if (servers.length === 0) return [];
  return READ.flatMap(([kind, selector, namespaceSelector]) =>
    cluster
      .ofKind(kind)
      .filter((object) => !servers.some((server) => reads(server, object, selector, namespaceSelector, cluster)))
      .map((object) => {
        const wanted = servers.map((server) => wantedBy(server, selector)).find((labels) => labels !== '');
        const namespaces = servers.some((server) => selects(server.spec[selector], object.labels));
        const fix = namespaces
          ? `add the namespace ${object.namespace} to ${namespaceSelector} of the Prometheus`
          : `add the labels ${wanted ?? 'that its selector asks for'}, or widen ${selector}`;
        return inObject(object, namespaces ? 'metadata.namespace' : 'metadata.labels', `is read by no Prometheus of the cluster`, { fix });
      }),
  );
}

/** No selector reads nothing, no namespace selector reads the namespace of the server (Prometheus Operator, API reference). */
function reads(server: KubernetesObject, object: KubernetesObject, selector: string, namespaceSelector: string, cluster: ManifestIndex) {
  const namespaces = server.spec[namespaceSelector];
  const inNamespace = isSet(namespaces)
    ? selects(namespaces, namespaceLabels(object.namespace, cluster))
    : object.namespace === server.namespace;
  return inNamespace && selects(server.spec[selector], object.labels);
}

const wantedBy = ({ spec }: KubernetesObject, selector: string) =>
  Object.entries(textMap(map(spec[selector]).matchLabels))
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

/** Alertmanagers that a Prometheus tells of alerts, and that are not there. */
export const deaf = (cluster: ManifestIndex): Breach[] =>
  prometheusServers(cluster).flatMap((server) => {
    const told = map(server.spec.alerting).alertmanagers;
    const entries = Array.isArray(told) ? told.map(map) : [];
    return entries.flatMap(({ name, namespace }, i) => {
      const home = text(namespace) ?? server.namespace;
      const found =
        cluster.find(home, 'Service', text(name) ?? '') ||
        // The operator makes one Service for all of a namespace.
        (name === 'alertmanager-operated' &&
          cluster.ofKind('Alertmanager.monitoring.coreos.com').some((alertmanager) => alertmanager.namespace === home));
      if (found) return [];
      return [
        inObject(
          server,
          `spec.alerting.alertmanagers[${i}]`,
          `tells alerts to ${String(name)} in the namespace ${home}, which is not there`,
          {
            fix: 'render the Alertmanager, or name the Service of one',
          },
        ),
      ];
    });
  });
