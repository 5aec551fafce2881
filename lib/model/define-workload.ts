import { type ByteQuantity, bytes, type CpuQuantity, type ImageReference, millicores } from '../spec';
import { labelValue } from './labels';
import type { GracefulStop, Port, Resources, Workload } from './workload';

const MIB = 2 ** 20;
const EPHEMERAL = { request: bytes(64 * MIB), limit: bytes(256 * MIB) } as const;

/** Above 9,999 no user of a node has the same number (rule K04). */
export const DEFAULT_USER = 10_001;
export const DEFAULT_STOP: GracefulStop = { waitSeconds: 10, graceSeconds: 30, with: 'image' };

/** What must be said of a workload that is composed by hand; the rest has the defaults of platform.yaml. */
export type WorkloadInput = Partial<Omit<Workload, 'resources' | 'ports'>> &
  Pick<Workload, 'name' | 'namespace' | 'image'> & {
    readonly ports?: readonly (Omit<Port, 'servicePort'> & { readonly servicePort?: number })[];
    readonly resources?: Resources;
  };

/** A whole workload from what differs; used by the model for platform.yaml, and by hand where there is none. */
export function defineWorkload(input: WorkloadInput): Workload {
  const ports = (input.ports ?? []).map((port) => ({ ...port, servicePort: port.servicePort ?? port.port }));
  return {
    instance: input.namespace,
    partOf: input.namespace,
    team: input.namespace,
    component: input.schedule ? 'job' : ports.length > 0 ? 'service' : 'worker',
    version: versionOf(input.image),
    ends: input.schedule !== undefined,
    user: DEFAULT_USER,
    writable: ['/tmp'],
    containers: [],
    annotations: {},
    podLabels: {},
    resources: defineResources({ cpu: millicores(100), memory: bytes(128 * MIB) }),
    stop: DEFAULT_STOP,
    env: {},
    files: {},
    secrets: [],
    mesh: 'none',
    rollout: { strategy: 'rolling' },
    callers: [],
    callees: [],
    external: [],
    public: { cidrs: [], ports: [] },
    ...input,
    ports,
  };
}

/** Requests and limits with what was left out: memory limit as requested, a little local disk. */
export function defineResources(
  requests: { cpu: CpuQuantity; memory: ByteQuantity; ephemeralStorage?: ByteQuantity },
  limits: { cpu?: CpuQuantity; memory?: ByteQuantity; ephemeralStorage?: ByteQuantity } = {},
): Resources {
  const ephemeralRequest = requests.ephemeralStorage ?? EPHEMERAL.request;
  const least = Math.max(EPHEMERAL.limit.bytes, ephemeralRequest.bytes);
  return {
    requests: { ...requests, ephemeralStorage: ephemeralRequest },
    limits: { cpu: limits.cpu, memory: limits.memory ?? requests.memory, ephemeralStorage: limits.ephemeralStorage ?? bytes(least) },
  };
}

/** The tag, or the head of the digest: what people call the version. */
export const versionOf = (image: ImageReference) => labelValue(image.tag ?? image.digest?.replace('sha256:', '').slice(0, 12) ?? 'unknown');
