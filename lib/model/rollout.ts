import type { Indicators } from './indicators';

/** Requests that carry a header reach the new version before anybody else does. */
export interface HeaderRoute {
  readonly name: string;
  readonly value: string;
}

/** A stage of a canary: a share of the traffic, and how long to watch it. */
export interface CanaryStep {
  /** Percent of the traffic; undefined keeps the share of the step before. */
  readonly weight?: number;
  readonly pauseSeconds?: number;
}

/** Routes of an object that lead to both versions. */
export interface VersionRoute {
  readonly kind: 'VirtualService' | 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly routes: readonly string[];
}

interface Progressive {
  readonly header?: HeaderRoute;
  /** What the new version is judged by; undefined when the platform file says why nothing judges it. */
  readonly judgedBy?: Indicators;
  /** Who divides the traffic; undefined: the number of pods of each version does. */
  readonly router?: 'istio' | 'gatewayApi';
}

/** Pod by pod, never below the floor. */
export interface RollingPlan {
  readonly strategy: 'rolling';
}

/** A second set beside the first, which takes over at once and can give back at once. */
export interface BlueGreenPlan extends Progressive {
  readonly strategy: 'blueGreen';
  /** Undefined: a person promotes the preview. */
  readonly autoPromoteSeconds?: number;
}

/** A growing share of the traffic. */
export interface CanaryPlan extends Progressive {
  readonly strategy: 'canary';
  readonly steps: readonly CanaryStep[];
  /** What the router moves. Default: the primary route of the service. */
  readonly routes?: readonly VersionRoute[];
}

/** How a new version of a workload comes in. */
export type RolloutPlan = RollingPlan | BlueGreenPlan | CanaryPlan;

/** Argo Rollouts puts this label on pods, and with its value on the selectors of what reaches one version only. */
export const VERSION_LABEL = 'rollouts-pod-template-hash';

/** Five in a hundred find a gross mistake, a quarter a mistake under load; each for longer than an alert needs to fire. */
export const DEFAULT_STEPS: readonly CanaryStep[] = [5, 25, 50].map((weight) => ({ weight, pauseSeconds: 300 }));

/** The old set stays for this long after a blue-green switch, so that a return takes no start of pods, in seconds. */
export const OLD_SET_STAYS_SECONDS = 600;

/** Pods beyond the replicas that a rolling update may start at once, as a share of the replicas. */
export const ROLLING_SURGE = 0.25;

/** The Service that reaches the new version only, for people and for header routes. */
export const previewName = (service: string) => `${service}-preview`;

/** The route of a service that its roll-out divides. */
export const PRIMARY_ROUTE = 'primary';

/** Subsets of a service's pods in a mesh, by version. */
export const SUBSETS = { stable: 'stable', canary: 'canary' } as const;

/** Whether the new version has a Service of its own: subsets of a mesh tell versions apart without one. */
export const hasPreview = (plan: RolloutPlan) => plan.strategy === 'blueGreen' || (plan.strategy === 'canary' && plan.router !== 'istio');

/** Pods that a roll-out runs beside the replicas of a workload. */
export function surgePods(plan: RolloutPlan, replicas: number): number {
  // Where a mesh divides the traffic the stable set stays whole until the new one has taken over.
  const beside = plan.strategy === 'blueGreen' || (plan.strategy === 'canary' && plan.router !== undefined);
  return beside ? replicas : Math.ceil(replicas * ROLLING_SURGE);
}
