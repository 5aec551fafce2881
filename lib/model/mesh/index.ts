export {
  type Amplification,
  type Attempted,
  amplifications,
  type CallBudget,
  milliseconds,
  type RetryBudget,
  retryBudget,
} from './budget';
export { ISTIO, meshHost, principal } from './facts';
export {
  type AllowedCaller,
  type CallPolicy,
  type ExternalService,
  externalServices,
  inPercent,
  type MeshPlan,
  meshPlan,
  publicRoutes,
  routeName,
  versionRoutes,
} from './plan';
