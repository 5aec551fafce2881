export {
  type Amplification,
  type Attempted,
  amplifications,
  type CallBudget,
  milliseconds,
  type RetryBudget,
  retryBudget,
} from './budget';
export {
  controlPlaneReserve,
  countsRequests,
  hasSidecars,
  isAmbient,
  meshAgents,
  readsRequests,
  sidecarReserve,
  usesGatewayApi,
} from './data-plane';
export { ISTIO, meshHost, principal, remoteAccessKey } from './facts';
export { calledServices, EAST_WEST_PORT, HBONE_PORT, meshGateways, meshPeers, networkName, STATUS_PORT } from './gateways';
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
