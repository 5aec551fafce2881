import type { PlatformSpec, ServiceSpec } from '../../spec';
import type { Reserved } from '../capacity/nodes';
import { ISTIO } from './facts';

/** Whether proxies stand on nodes and before services, and not in each pod. */
export const isAmbient = ({ mesh, istio }: Pick<PlatformSpec, 'mesh' | 'istio'>) => mesh === 'istio' && istio.dataPlane === 'ambient';

/** Whether each pod has a proxy of its own. */
export const hasSidecars = (spec: Pick<PlatformSpec, 'mesh' | 'istio'>) => spec.mesh === 'istio' && !isAmbient(spec);

/** Who counts requests for objectives: sidecars do, by version; in ambient mode the application does, as without a mesh. */
export const countsRequests = (spec: Pick<PlatformSpec, 'mesh' | 'istio'>): PlatformSpec['mesh'] => (hasSidecars(spec) ? 'istio' : 'none');

/** Whether routes are written in the Gateway API; waypoints read nothing else that is stable. */
export const usesGatewayApi = (spec: Pick<PlatformSpec, 'mesh' | 'istio'>) =>
  spec.mesh === 'istio' && (spec.istio.routes === 'gatewayApi' || isAmbient(spec));

/**
 * Whether anything is declared of the requests to a service, and not of its connections only: in ambient mode this is what
 * a waypoint is for. A promised latency is among it, since a route has the time that callers wait.
 */
export function readsRequests(name: string, services: ReadonlyMap<string, ServiceSpec>): boolean {
  const service = services.get(name);
  if (!service || !Object.values(service.ports).some(({ protocol }) => protocol === 'http' || protocol === 'grpc')) return false;
  const { mesh, rollout, objectives } = service;
  return (
    mesh.jwt !== undefined ||
    mesh.mirror !== undefined ||
    objectives?.latency !== undefined ||
    rollout.strategy === 'canary' ||
    rollout.header !== undefined ||
    [...services.values()].some(({ calls }) =>
      calls.some((call) => typeof call === 'object' && call.service === name && (call.methods !== undefined || call.paths !== undefined)),
    )
  );
}

/** What the mesh runs on each node: the CNI plugin, and in ambient mode the proxy of the node. */
export function meshAgents(spec: Pick<PlatformSpec, 'mesh' | 'istio'>): Reserved {
  if (spec.mesh !== 'istio') return NOTHING;
  const { cni, ztunnel } = ISTIO;
  return isAmbient(spec)
    ? { millicores: cni.millicores + ztunnel.millicores, bytes: cni.bytes + ztunnel.bytes, pods: 2 }
    : { ...cni, pods: 1 };
}

/** What the control plane of the mesh reserves in a cluster. */
export function controlPlaneReserve({ mesh }: Pick<PlatformSpec, 'mesh'>): Reserved {
  if (mesh !== 'istio') return NOTHING;
  const { replicas, millicores, bytes } = ISTIO.istiod;
  return { millicores: replicas * millicores, bytes: replicas * bytes, pods: replicas };
}

/** What the proxy in each pod reserves. */
export const sidecarReserve = (spec: Pick<PlatformSpec, 'mesh' | 'istio'>) =>
  hasSidecars(spec) ? ISTIO.sidecar : { millicores: 0, bytes: 0, limitBytes: 0 };

const NOTHING: Reserved = { millicores: 0, bytes: 0, pods: 0 };
