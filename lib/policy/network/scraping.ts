import { type Breach, inObject, isSet, items, type KubernetesObject, type ManifestIndex, number, text, type Workload } from '../manifests';
import { dataPlaneOf, HBONE } from '../mesh/data-plane';
import { isInMesh } from '../mesh/security';
import { admits, type End, type TargetPort } from './end';
import { endOf, serverEnd, servicesOf, targetPorts } from './pods';

/** What is scraped, and that the network lets Prometheus there: out of its own pods, and into those that it asks. */
export function scraping(cluster: ManifestIndex): Breach[] {
  const servers = cluster
    .ofKind('Prometheus.monitoring.coreos.com')
    .map((server) => ({ end: serverEnd(server, cluster), meshed: isInMesh(server) }));
  if (servers.length === 0) return [];
  const told = new Set<string>();
  return scrapedPorts(cluster).flatMap(({ monitor, path, workload, port }) => {
    const target = endOf(workload, cluster);
    // Between pods of an ambient mesh whatever is asked goes through one port.
    const ambient = dataPlaneOf(workload, cluster) === 'ambient';
    const refused = servers.flatMap(({ end, meshed }) => refusals(end, target, ambient && meshed ? HBONE : port, workload, cluster));
    return refused.slice(0, 1).flatMap((message) => {
      const key = `${workload.object.subject} ${message}`;
      if (told.has(key)) return [];
      told.add(key);
      return [inObject(monitor, path, message, { fix: 'open the port to the namespace of Prometheus, and Prometheus to the port' })];
    });
  });
}

function refusals(server: End, target: End, port: TargetPort, { object }: Workload, cluster: ManifestIndex): string[] {
  const what = `port ${port.number} of ${object.name}`;
  return [
    ...(admits(target, 'Ingress', server, port, cluster) ? [] : [`scrapes ${what}, and its network policies do not let Prometheus in`]),
    ...(admits(server, 'Egress', target, port, cluster)
      ? []
      : [`scrapes ${what}, and the network policies of Prometheus do not let it out`]),
  ];
}

interface Scraped {
  readonly monitor: KubernetesObject;
  readonly path: string;
  readonly workload: Workload;
  readonly port: TargetPort;
}

function scrapedPorts(cluster: ManifestIndex): Scraped[] {
  const services = servicesOf(cluster);
  const ofServices = cluster.ofKind('ServiceMonitor').flatMap((monitor) =>
    services.select(monitor.namespace, monitor.spec.selector ?? {}).flatMap((service) =>
      cluster.selectedBy(service).flatMap((workload) =>
        items(monitor.spec.endpoints).flatMap(({ item, index }) => {
          const declared = items(service.spec.ports).find(({ item: { name } }) => name === item.port)?.item;
          const target = isSet(item.targetPort) ? item.targetPort : (declared?.targetPort ?? declared?.port);
          return portAt(workload, target).map((port) => ({ monitor, path: `spec.endpoints[${index}]`, workload, port }));
        }),
      ),
    ),
  );
  const ofPods = cluster.ofKind('PodMonitor').flatMap((monitor) =>
    cluster.pods.select(monitor.namespace, monitor.spec.selector ?? {}).flatMap((workload) =>
      items(monitor.spec.podMetricsEndpoints).flatMap(({ item, index }) =>
        portAt(workload, item.port ?? item.portNumber).map((port) => ({
          monitor,
          path: `spec.podMetricsEndpoints[${index}]`,
          workload,
          port,
        })),
      ),
    ),
  );
  return [...ofServices, ...ofPods];
}

/** A port by name or number; a sidecar's number is no port that the manifest shows. */
function portAt(workload: Workload, target: unknown): readonly TargetPort[] {
  const declared = targetPorts(workload).filter((port) => port.name === text(target) || port.number === number(target));
  const plain = number(target);
  return declared.length > 0 || plain === undefined ? declared.slice(0, 1) : [{ number: plain, protocol: 'TCP' }];
}
