import {
  type Breach,
  inObject,
  items,
  type KubernetesObject,
  type ManifestIndex,
  map,
  number,
  overKinds,
  referenced,
  text,
  type Workload,
} from '../manifests';
import type { ManifestRule } from '../rule';
import { requestOf } from './resource-amounts';

/** One pod that fails, and one that serves. */
const LOWEST_FLOOR = 2;

export const k23Autoscaler: ManifestRule = {
  id: 'K23',
  severity: 'error',
  subject: 'HorizontalPodAutoscaler',
  over: 'manifests',
  why: 'An autoscaler without a target, or with a metric that it cannot compute, leaves the load to the pods that happen to run.',
  mend: 'point scaleTargetRef at the workload, set minReplicas to 2 or more, and let every container request what the metric measures',
  check: overKinds(['HorizontalPodAutoscaler'], (scaler, cluster) => {
    const reference = referenced(scaler, scaler.spec.scaleTargetRef);
    return [...target(scaler, reference, cluster), ...range(scaler), ...metrics(scaler, reference, cluster)];
  }),
};

function target(scaler: KubernetesObject, reference: string, cluster: ManifestIndex): Breach[] {
  const [namespace = '', kind = '', name = ''] = reference.split('/');
  if (cluster.find(namespace, kind, name)) return [];
  const { kind: shown, name: wanted, apiVersion } = map(scaler.spec.scaleTargetRef);
  const what = `${text(shown) ?? 'nothing'} ${text(wanted) ?? ''} (${text(apiVersion) ?? 'no apiVersion'})`;
  return [inObject(scaler, 'spec.scaleTargetRef', `its target, ${what}, does not exist in the namespace ${namespace}`)];
}

function range(scaler: KubernetesObject): Breach[] {
  const { spec } = scaler;
  const min = number(spec.minReplicas) ?? 1;
  const max = number(spec.maxReplicas);
  return [
    ...(min < LOWEST_FLOOR ? [inObject(scaler, 'spec.minReplicas', `scales down to ${min}, and then a lost node is an outage`)] : []),
    ...(max !== undefined && max < min
      ? [inObject(scaler, 'spec.maxReplicas', `goes up to ${max} and down to ${min}`, { fix: 'raise maxReplicas above minReplicas' })]
      : []),
  ];
}

function metrics(scaler: KubernetesObject, reference: string, cluster: ManifestIndex): Breach[] {
  const workload = cluster.workloadAt(reference);
  if (!workload) return [];
  return items(scaler.spec.metrics).flatMap(({ item, index }) => {
    const own = text(item.type) === 'ContainerResource';
    const metric = map(own ? item.containerResource : item.resource);
    const name = text(metric.name);
    if (map(metric.target).type !== 'Utilization' || (name !== 'cpu' && name !== 'memory')) return [];
    const without = unmeasured(workload, name, own ? text(metric.container) : undefined);
    if (without.length === 0) return [];
    const message = `measures ${name} utilisation, a share of the request, but ${without.join(', ')} of ${workload.object.name} ${without.length === 1 ? 'requests' : 'request'} no ${name}`;
    return [inObject(scaler, `spec.metrics[${index}]`, message, { fix: `set resources.requests.${name} on every container of the pod` })];
  });
}

/** Init containers have ended when the metric is taken; sidecars count. */
const unmeasured = ({ containers }: Workload, name: 'cpu' | 'memory', only: string | undefined): string[] => {
  const measured = containers.filter(
    (container) => (container.role === 'app' || container.role === 'sidecar') && (only === undefined || container.name === only),
  );
  if (only !== undefined && measured.length === 0) return [`a container ${only}, which does not exist,`];
  return measured.filter((container) => requestOf(container, name) === undefined).map((container) => `container ${container.name}`);
};
