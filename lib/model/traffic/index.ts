export { type FailoverSwitch, failoverSwitch } from './failover-switch';
export { environmentDomain, originHost, publicHost, regionalHost } from './hosts';
export {
  GATEWAY_SERVICE,
  groupTags,
  ingressGroup,
  loadBalancerGroups,
  loadBalancerName,
  PUBLIC_PORTS,
  type PublicService,
  publicGateway,
  publicHosts,
  publicServices,
  type RegionCheck,
  regionWeight,
  serviceTags,
  TLS_POLICY,
  targetPorts,
} from './public-services';
