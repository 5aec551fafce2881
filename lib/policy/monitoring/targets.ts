import { type Breach, inObject, isSet, items, type KubernetesObject, LabelIndex, type ManifestIndex, map, text } from '../manifests';
import { brokenReference } from '../targets/service-port';

/** Endpoints that name no port: the operator leaves them out without a word. */
export const portless = (cluster: ManifestIndex): Breach[] => [
  ...endpoints(cluster, 'ServiceMonitor', 'endpoints', ['port', 'targetPort']),
  ...endpoints(cluster, 'PodMonitor', 'podMetricsEndpoints', ['port', 'portNumber', 'targetPort']),
];

const endpoints = (cluster: ManifestIndex, kind: string, field: string, ports: readonly string[]): Breach[] =>
  cluster.ofKind(kind).flatMap((monitor) => {
    const declared = items(monitor.spec[field]);
    if (declared.length === 0) {
      return [inObject(monitor, `spec.${field}`, 'scrapes no endpoint', { fix: 'add an endpoint with a port, or remove the monitor' })];
    }
    return declared
      .filter(({ item }) => !ports.some((port) => isSet(item[port])))
      .map(({ index }) =>
        inObject(monitor, `spec.${field}[${index}]`, 'names no port, so that nothing is scraped', { fix: 'name a port of the Service' }),
      );
  });

/** Pods that one ServiceMonitor reaches through two Services: each request is counted twice. */
export const scrapedTwice = (cluster: ManifestIndex): Breach[] => {
  const services = new LabelIndex(cluster.ofKind('Service'), (service) => service);
  return cluster.ofKind('ServiceMonitor').flatMap((monitor) => {
    const through = new Map<string, KubernetesObject[]>();
    for (const service of services.select(monitor.namespace, monitor.spec.selector ?? {})) {
      if (!hasPort(monitor, service)) continue;
      for (const { object } of cluster.selectedBy(service)) through.set(object.name, [...(through.get(object.name) ?? []), service]);
    }
    return [...through].flatMap(([pods, [one, two]]) =>
      one && two
        ? [
            inObject(monitor, 'spec.selector', `reaches the pods of ${pods} through ${one.name} and ${two.name}, and counts them twice`, {
              fix: 'select one of the two by a label of its own, or use a PodMonitor',
            }),
          ]
        : [],
    );
  });
};

const hasPort = (monitor: KubernetesObject, service: KubernetesObject) =>
  items(monitor.spec.endpoints).some(({ item }) => items(service.spec.ports).some(({ item: { name } }) => name === item.port));

/** Probes whose exporter is not there. An address outside the cluster is left to whoever wrote it. */
export const proberless = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('Probe.monitoring.coreos.com').flatMap((probe) => {
    const [, name, namespace, port] =
      /^([^.:/]+)\.([^.:/]+)\.svc(?:\.[^:/]*)?(?::(\d+))?$/.exec(text(map(probe.spec.prober).url) ?? '') ?? [];
    if (name === undefined || namespace === undefined) return [];
    const broken = brokenReference(cluster, namespace, name, port === undefined ? undefined : Number(port));
    return broken ? [inObject(probe, 'spec.prober.url', broken, { fix: 'render the exporter, or name its Service and port' })] : [];
  });
