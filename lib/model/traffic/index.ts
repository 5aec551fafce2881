export { type FailoverSwitch, failoverSwitch } from './failover-switch';
export { environmentDomain, originHost, publicHost, regionalHost } from './hosts';
export {
  groupTags,
  ingressGroup,
  loadBalancerGroups,
  loadBalancerName,
  PUBLIC_PORTS,
  type PublicService,
  publicHosts,
  publicServices,
  type RegionCheck,
  regionWeight,
  TLS_POLICY,
  targetPorts,
} from './public-services';
