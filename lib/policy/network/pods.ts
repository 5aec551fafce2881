import { type KubernetesObject, LabelIndex, type ManifestIndex, number, portsOf, selects, text, type Workload } from '../manifests';
import type { End, TargetPort } from './end';

/** The pods of a workload as an end of connections. */
export const endOf = (workload: Workload, cluster: ManifestIndex): End => ({
  namespace: workload.object.namespace,
  labels: workload.labels,
  policies: cluster.selecting(workload, 'NetworkPolicy'),
});

/** Ports that the containers of a workload declare. */
export const targetPorts = ({ containers }: Workload): readonly TargetPort[] =>
  containers.flatMap(portsOf).flatMap(({ containerPort, name, protocol }) => {
    const value = number(containerPort);
    return value === undefined ? [] : [{ number: value, name: text(name), protocol: text(protocol) ?? 'TCP' }];
  });

/** The pods that the Prometheus Operator makes for a server; no manifest shows them. */
export function serverEnd(server: KubernetesObject, cluster: ManifestIndex): End {
  const labels = { 'app.kubernetes.io/name': server.kind.split('.')[0]?.toLowerCase() ?? '', 'app.kubernetes.io/instance': server.name };
  const policies = cluster
    .ofKind('NetworkPolicy')
    .filter(({ namespace, spec }) => namespace === server.namespace && selects(spec.podSelector ?? {}, labels));
  return { namespace: server.namespace, labels, policies };
}

/** Services by their labels, in the form that a monitor selects them. */
export const servicesOf = (cluster: ManifestIndex) => new LabelIndex(cluster.ofKind('Service'), (service) => service);
