import { items, type KubernetesObject, type ManifestIndex, map, selects, text, textMap, type Workload } from '../manifests';
import type { End, TargetPort } from '../network/end';

/** Where the proxy of a pod is: in it, or on its node. */
export type DataPlane = 'sidecar' | 'ambient';

/** The port of a pod at which everything arrives that the mesh carries between nodes. */
export const HBONE: TargetPort = { number: 15_008, name: 'hbone', protocol: 'TCP' };
/** What the kubelet asks pods of an ambient mesh from (Istio, ambient and Kubernetes NetworkPolicy). */
export const KUBELET = '169.254.7.127';

const MODE = 'istio.io/dataplane-mode';
const WAYPOINT = 'istio.io/use-waypoint';
const GATEWAY = 'Gateway.gateway.networking.k8s.io';
/** Gateways of these classes are pods that the control plane makes. */
const MADE = new Set(['istio-waypoint', 'istio-east-west']);

/** The data plane of pods, as far as manifests say; undefined for those outside of the mesh. */
export function dataPlaneOf({ object, labels, annotations }: Pick<Workload, 'object' | 'labels' | 'annotations'>, cluster: ManifestIndex) {
  const inject = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  if (inject === 'true') return 'sidecar' satisfies DataPlane;
  const namespace = cluster.find('default', 'Namespace', object.namespace)?.labels ?? {};
  if ((labels[MODE] ?? namespace[MODE]) === 'ambient') return 'ambient' satisfies DataPlane;
  if (inject !== undefined) return undefined;
  return namespace['istio-injection'] === 'enabled' || namespace['istio.io/rev'] !== undefined
    ? ('sidecar' satisfies DataPlane)
    : undefined;
}

/** Whether pods belong to a mesh. */
export const isMeshed = (workload: Workload, cluster: ManifestIndex): boolean => dataPlaneOf(workload, cluster) !== undefined;

/** A gateway whose pods no manifest shows. */
export interface MadeGateway {
  readonly gateway: KubernetesObject;
  /** What its certificate says it is, as `namespace/account`. */
  readonly account: string;
  readonly end: End;
}

/** Gateways that the control plane makes pods for. */
export const madeGateways = (cluster: ManifestIndex): readonly MadeGateway[] =>
  cluster
    .ofKind(GATEWAY)
    .filter(({ spec }) => MADE.has(text(spec.gatewayClassName) ?? ''))
    .map((gateway) => madeGateway(gateway, cluster));

function madeGateway(gateway: KubernetesObject, cluster: ManifestIndex): MadeGateway {
  const { namespace, name, spec } = gateway;
  const labels = { ...textMap(map(spec.infrastructure).labels), 'gateway.networking.k8s.io/gateway-name': name };
  const policies = cluster
    .ofKind('NetworkPolicy')
    .filter((policy) => policy.namespace === namespace && selects(policy.spec.podSelector ?? {}, labels));
  return { gateway, account: `${namespace}/${name}`, end: { namespace, labels, policies } };
}

/** The name of the waypoint that a Service or a ServiceEntry asks for, by itself or by its namespace; undefined when there is none. */
export function waypointName({ namespace, labels }: KubernetesObject, cluster: ManifestIndex): string | undefined {
  const wanted = labels[WAYPOINT] ?? cluster.find('default', 'Namespace', namespace)?.labels[WAYPOINT];
  return wanted === 'none' ? undefined : wanted;
}

/** The waypoint before a Service or a ServiceEntry; undefined where none is asked for, and where it does not exist. */
export function waypointBefore(target: KubernetesObject, cluster: ManifestIndex): MadeGateway | undefined {
  const name = waypointName(target, cluster);
  const namespace = target.labels['istio.io/use-waypoint-namespace'] ?? target.namespace;
  return madeGateways(cluster).find(({ gateway }) => gateway.name === name && gateway.namespace === namespace);
}

/** What a policy is for by reference, and not by the labels of pods. */
export const targetsOf = ({ spec }: KubernetesObject): readonly { readonly kind: string; readonly name: string }[] =>
  [...items(spec.targetRefs).map(({ item }) => item), ...(spec.targetRef ? [map(spec.targetRef)] : [])].map(({ kind, name }) => ({
    kind: text(kind) ?? '',
    name: text(name) ?? '',
  }));
