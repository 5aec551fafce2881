import type { Permission } from './permission';

/** Pods that use AWS: whose they are, why, and what they may do. EKS Pod Identity lends them the role. */
export interface PodIdentity {
  /** Purpose of the role, part of its name. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly because: string;
  readonly permissions: readonly Permission[];
  /** Policies that AWS keeps, by their path below `arn:aws:iam::aws:policy/`. */
  readonly managedPolicies?: readonly string[];
}
