import type { PlatformSpec } from '../spec';
import type { CallGraph } from './call-graph';
import type { NodePlan } from './capacity/nodes';
import type { Derived } from './derived';
import type { RetryBudget } from './mesh/budget';
import type { MeshPlan } from './mesh/plan';
import type { NetworkPlan } from './network';
import type { ServiceObjectives } from './objectives/service-objectives';
import type { SecretStore } from './secrets';
import type { Tenancy } from './tenancy';
import type { Workload } from './workload';

/** Something a person should know that is no error. */
export interface Notice {
  readonly subject: string;
  readonly message: string;
}

/** A service in a cluster, with what was derived on the way. */
export interface PlacedService {
  readonly workload: Workload;
  readonly tier: string;
  readonly throughput: Derived<number>;
  /** Undefined without objectives, and where nothing counts its requests. */
  readonly objectives?: ServiceObjectives;
  /** What the mesh does for it; undefined without one. */
  readonly mesh?: MeshPlan;
}

/** An environment in one region: one EKS cluster and what it stands on. */
export interface Cluster {
  readonly name: string;
  readonly environment: string;
  readonly role: 'primary' | 'recovery';
  readonly region: string;
  readonly account: string;
  readonly namespace: string;
  /** Refuses to be destroyed. */
  readonly protect: boolean;
  readonly network: NetworkPlan;
  readonly nodes: NodePlan;
  readonly secretStore: SecretStore;
  readonly tenancy: Tenancy;
  /** How long services wait for each other; undefined without a mesh, which would enforce it. */
  readonly retries?: RetryBudget;
  /** Sorted by name. */
  readonly services: readonly PlacedService[];
  /** What requests of others come into the mesh through; none without a mesh. */
  readonly gateways: readonly PlacedService[];
}

/** Everything that follows from a platform file. */
export interface Platform {
  readonly name: string;
  readonly team: string;
  readonly domain: string;
  readonly kubernetes: string;
  readonly spec: PlatformSpec;
  readonly graph: CallGraph;
  /** Environments in the order of their names, primary before recovery. */
  readonly clusters: readonly Cluster[];
  readonly notices: readonly Notice[];
}
