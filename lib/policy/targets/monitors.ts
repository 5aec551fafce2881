import {
  type Breach,
  inObject,
  isOn,
  isSet,
  items,
  type KubernetesObject,
  LabelIndex,
  type ManifestIndex,
  map,
  portsOf,
  text,
  texts,
} from '../manifests';
import { selectsProvided } from './provided';

/** ServiceMonitors and PodMonitors find what they scrape, and the port by its name. */
export function monitors(cluster: ManifestIndex): Breach[] {
  const services = new LabelIndex(cluster.ofKind('Service'), (service) => service);
  return [
    ...cluster.ofKind('ServiceMonitor').flatMap((monitor) => {
      const found = namespacesOf(monitor, services).flatMap((namespace) => services.select(namespace, monitor.spec.selector ?? {}));
      const ports = found.flatMap((service) => items(service.spec.ports).map(({ item }) => text(item.name)));
      return scraped(monitor, 'endpoints', 'Service', found.length, new Set(ports));
    }),
    ...cluster.ofKind('PodMonitor').flatMap((monitor) => {
      const found = namespacesOf(monitor, cluster.pods).flatMap((namespace) => cluster.pods.select(namespace, monitor.spec.selector ?? {}));
      const ports = found.flatMap(({ containers }) => containers.flatMap((container) => portsOf(container).map(({ name }) => text(name))));
      return scraped(monitor, 'podMetricsEndpoints', 'pod', found.length, new Set(ports));
    }),
  ];
}

function namespacesOf<Member>(monitor: KubernetesObject, index: LabelIndex<Member>): readonly string[] {
  const { any, matchNames } = map(monitor.spec.namespaceSelector);
  return isOn(any) ? index.namespaces : Array.isArray(matchNames) ? texts(matchNames) : [monitor.namespace];
}

function scraped(monitor: KubernetesObject, field: string, noun: string, found: number, ports: ReadonlySet<string | undefined>): Breach[] {
  if (found === 0) {
    if (selectsProvided(monitor)) return [];
    return [
      inObject(monitor, 'spec.selector', `selects no ${noun}, so nothing is scraped`, {
        fix: `copy labels of the ${noun} into the selector`,
      }),
    ];
  }
  return items(monitor.spec[field])
    .filter(({ item }) => isSet(item.port) && !ports.has(text(item.port)))
    .map(({ item, index }) =>
      inObject(monitor, `spec.${field}[${index}].port`, `scrapes the port ${String(item.port)}, which no ${noun} that it selects names`, {
        fix: `use one of the port names ${[...ports].filter((port) => port).join(', ') || '(none is named)'}`,
      }),
    );
}
