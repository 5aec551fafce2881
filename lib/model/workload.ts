import type { ByteQuantity, CpuQuantity, Duration, ImageReference } from '../spec';
import type { Scaling } from './capacity/replicas';
import type { RolloutPlan } from './rollout';
import type { SecretStore, SecretValue } from './secrets';

/** A port of a workload. */
export interface Port {
  readonly name: string;
  /** Port of the container. */
  readonly port: number;
  /** Port of the Service. */
  readonly servicePort: number;
  readonly protocol: 'http' | 'grpc' | 'tcp' | 'udp';
}

/** One question that the kubelet asks, and its patience. */
export interface Probe {
  readonly check:
    | { readonly kind: 'http'; readonly path: string; readonly port: string; readonly headers?: Readonly<Record<string, string>> }
    | { readonly kind: 'grpc'; readonly port: number; readonly service?: string }
    | { readonly kind: 'tcp'; readonly port: string }
    | { readonly kind: 'exec'; readonly command: readonly string[] };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** Readiness takes a pod out of traffic, liveness restarts it, startup gives it time to begin. */
export interface Probes {
  readonly startup: Probe;
  readonly readiness: Probe;
  readonly liveness: Probe;
}

/** What one replica reserves, and what it may use at most. */
export interface Resources {
  readonly requests: { readonly cpu: CpuQuantity; readonly memory: ByteQuantity; readonly ephemeralStorage: ByteQuantity };
  readonly limits: { readonly cpu?: CpuQuantity; readonly memory: ByteQuantity; readonly ephemeralStorage: ByteQuantity };
}

/** Another workload at the other end of a call. */
export interface Peer {
  readonly name: string;
  readonly namespace: string;
  readonly instance: string;
  readonly ports: readonly Port[];
  readonly arrival?: Arrival;
}

/**
 * Where connections to a workload of an ambient mesh arrive: at its pods, or at the waypoint before them. Undefined for pods
 * that nothing captures: those outside of the mesh, and those with a proxy of their own.
 */
export type Arrival = 'pods' | 'waypoint';

/** Addresses outside the cluster. */
export interface ExternalPeer {
  /** Every address there is, for what is known by name only. */
  readonly cidr: string;
  readonly host?: string;
  /** What is spoken there, as a mesh has to know. Default: tcp. */
  readonly protocol?: 'tls' | 'http' | 'grpc' | 'tcp';
  readonly ports: readonly number[];
  readonly because: string;
}

/** How pods end without dropping requests. */
export interface GracefulStop {
  /** Seconds between the start of termination and SIGTERM. */
  readonly waitSeconds: number;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly graceSeconds: number;
  readonly with: 'image' | 'copied' | 'kubelet';
}

/** When a scheduled workload runs. */
export interface Schedule {
  readonly cron: string;
  readonly timeZone: string;
  readonly concurrency: 'Allow' | 'Forbid' | 'Replace';
  readonly startWithin: Duration;
  readonly timeout: Duration;
  readonly retries: number;
  /** Runs only when somebody, or something, starts it. */
  readonly onDemand?: true;
}

/** What runs before a new version, with the image, the configuration and the secrets of its service. */
export interface Migration {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly timeoutSeconds: number;
  readonly retries: number;
}

/** A name that must answer with a text: that the own region writes. */
export interface WriterCheck {
  readonly host: string;
  readonly text: string;
}

/** Room for files beyond what a pod may use of the local disk. */
export interface Volume {
  readonly path: string;
  readonly size: ByteQuantity;
  /** `kept` outlives its pod, and each pod of a StatefulSet has its own; `scratch` is made for a pod and goes with it. */
  readonly lasts: 'kept' | 'scratch';
}

/** Another container of the pods of a workload, which sees the same folders. */
export interface SideContainer {
  readonly name: string;
  readonly image: ImageReference;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Variables of the workload's secrets that this container has, in place of the main one. */
  readonly secrets: readonly string[];
  /** Ports of the workload that this container listens on, in place of the main one. */
  readonly ports: readonly Port[];
  readonly probes?: Probes;
  readonly resources: Resources;
  /** Ends before the main container starts, or runs for as long as it does. */
  readonly runs: 'before' | 'beside';
}

/** One service in one cluster: all that its manifests follow from. */
export interface Workload {
  readonly name: string;
  readonly namespace: string;
  /** Distinguishes installations of the same application; part of the selector. */
  readonly instance: string;
  readonly partOf: string;
  readonly team: string;
  readonly component: string;
  readonly version: string;
  /** Further annotations of the object that makes the pods. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Further labels of the pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly image: ImageReference;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly user: number;
  readonly writable: readonly string[];
  readonly volume?: Volume;
  readonly containers: readonly SideContainer[];
  readonly ports: readonly Port[];
  readonly probes?: Probes;
  readonly resources: Resources;
  /** Undefined for a scheduled workload. */
  readonly scaling?: Scaling;
  /** Why it is one pod; undefined when it is not. */
  readonly singleton?: string;
  readonly schedule?: Schedule;
  /** Ends by itself: a run of a job, which nobody has to stop gently. */
  readonly ends: boolean;
  /** Runs before each new version. */
  readonly migration?: Migration;
  readonly stop: GracefulStop;
  /** What must be true before it starts; undefined where it may always start. */
  readonly writerCheck?: WriterCheck;
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  /** Sorted by variable. */
  readonly secrets: readonly SecretValue[];
  /** Who provides them; undefined when the Secret comes from elsewhere. */
  readonly secretStore?: SecretStore;
  readonly callers: readonly Peer[];
  readonly callees: readonly Peer[];
  readonly external: readonly ExternalPeer[];
  /** Blocks that load balancers send public traffic from, and the ports that they reach; empty when not public. */
  readonly public: {
    readonly cidrs: readonly string[];
    readonly ports: readonly Port[];
    /** Where load balancers ask from whether it is ready, and on which port. */
    readonly checks?: { readonly cidrs: readonly string[]; readonly ports: readonly Port[] };
  };
  readonly metrics?: { readonly port: Port; readonly path: string };
  readonly mesh: 'istio' | 'none';
  readonly arrival?: Arrival;
  /** Blocks of the other regions whose meshes are one with that of the workload; undefined where there is none. */
  readonly acrossRegions?: readonly string[];
  /** A proxy of the mesh whose program is injected: the image is named by the control plane, so that both have one version. */
  readonly proxy?: {
    readonly env: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
    /** The control plane makes its pods, from a Gateway of this class. */
    readonly madeFrom?: 'istio-waypoint' | 'istio-east-west';
  };
  readonly rollout: RolloutPlan;
}
