export { Certificates, type CertificatesProps } from './certificates';
export { CLOUDFRONT_REGION, ContentDelivery, type ContentDeliveryProps } from './content-delivery';
export { Firewall, type FirewallProps } from './firewall';
export { RegionHealth, type RegionHealthProps } from './health-checks';
export { LoadBalancer, type LoadBalancerProps } from './load-balancer';
export { PublicRecords, type PublicRecordsProps, type ServingRegion } from './public-records';
export { RegionName, type RegionNameProps } from './region-name';
export { PublicZone, type PublicZoneProps } from './zone';
