/** A limit of AWS that a region may run into. */
export interface Quota {
  readonly service: string;
  readonly code: string;
  /** Its name in Service Quotas. */
  readonly name: string;
  /** What an account has before anybody asks; a new account may have less. */
  readonly initial: number;
}

/**
 * Limits that a failover or a growing region would meet, by code, name and initial value of Service Quotas
 * (`aws service-quotas list-aws-default-service-quotas`; AWS General Reference, service endpoints and quotas).
 */
export const QUOTAS = {
  vcpus: { service: 'ec2', code: 'L-1216C47A', name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', initial: 5 },
  addresses: { service: 'ec2', code: 'L-0263D0A3', name: 'EC2-VPC Elastic IPs', initial: 5 },
  vpcs: { service: 'vpc', code: 'L-F678F1CE', name: 'VPCs per Region', initial: 5 },
  natGateways: { service: 'vpc', code: 'L-FE5A380F', name: 'NAT gateways per Availability Zone', initial: 5 },
  endpoints: { service: 'vpc', code: 'L-29B6F2EB', name: 'Interface VPC endpoints per VPC', initial: 50 },
  volumes: { service: 'ebs', code: 'L-7A658B76', name: 'Storage for General Purpose SSD (gp3) volumes, in TiB', initial: 50 },
  clusters: { service: 'eks', code: 'L-1194D53C', name: 'Clusters', initial: 100 },
  groupNodes: { service: 'eks', code: 'L-BD136A63', name: 'Nodes per managed node group', initial: 450 },
  databases: { service: 'rds', code: 'L-7B6409FD', name: 'DB instances', initial: 40 },
  cacheNodes: { service: 'elasticache', code: 'L-DFE45DF3', name: 'Nodes per Region', initial: 300 },
} as const satisfies Record<string, Quota>;
export type QuotaName = keyof typeof QUOTAS;
