import {
  type Breach,
  exposes,
  inObject,
  isSet,
  items,
  type KubernetesObject,
  type ManifestIndex,
  map,
  portsOf,
  text,
  type Workload,
} from '../manifests';

/** A Service with a selector selects pods, and its target ports are ports of theirs. */
export const services = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('Service').flatMap((service) => {
    if (Object.keys(map(service.spec.selector)).length === 0 || service.spec.type === 'ExternalName') return [];
    const workloads = cluster.selectedBy(service);
    if (workloads.length === 0) {
      return [
        inObject(service, 'spec.selector', 'selects no pod, so its address answers nobody', {
          fix: 'copy the labels of the pod template into the selector',
        }),
      ];
    }
    return targetPorts(service, workloads);
  });

function targetPorts(service: KubernetesObject, workloads: readonly Workload[]): Breach[] {
  const containers = workloads.flatMap((workload) => workload.containers);
  const names = [...new Set(workloads.map(({ object }) => object.name))].join(', ');
  return items(service.spec.ports).flatMap(({ item, index }) => {
    const target = isSet(item.targetPort) ? item.targetPort : item.port;
    if (containers.some((container) => exposes(container, target))) return [];
    // Kubernetes does not need a number to be declared; where nothing is declared there is nothing to compare it with.
    if (typeof target === 'number' && !containers.some((container) => portsOf(container).length > 0)) return [];
    const fix = `name a port of ${names}: ${
      containers
        .flatMap(portsOf)
        .map(({ name, containerPort }) => text(name) ?? String(containerPort))
        .join(', ') || 'none is declared'
    }`;
    return [inObject(service, `spec.ports[${index}].targetPort`, `sends to port ${String(target)}, which ${names} does not have`, { fix })];
  });
}
