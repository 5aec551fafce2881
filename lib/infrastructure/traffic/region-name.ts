import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { type Cluster, WITNESS_TTL } from '../../model';

export interface RegionNameProps {
  readonly zoneId: string;
  readonly name: string;
  /** What the name answers for a region. */
  readonly textOf: (region: string) => string;
  /** The region that it names while its health check says so. */
  readonly primary: Cluster;
  readonly primaryHealthCheckId: string;
  readonly recovery: Cluster;
}

/**
 * A name whose answer is a region, for whoever must know without the control plane of Route 53 or its metrics, both of which live in
 * us-east-1: what Route 53's checkers all over the world think of the primary region, or which region writes.
 */
export class RegionName extends Construct {
  constructor(scope: Construct, id: string, { zoneId, name, textOf, primary, primaryHealthCheckId, recovery }: RegionNameProps) {
    super(scope, id);
    const record = ({ role, region }: Cluster, type: 'PRIMARY' | 'SECONDARY', checked: { readonly healthCheckId?: string }) =>
      new Route53Record(this, role, {
        zoneId,
        name,
        type: 'TXT',
        ttl: WITNESS_TTL,
        records: [textOf(region)],
        setIdentifier: region,
        failoverRoutingPolicy: { type },
        ...checked,
      });
    record(primary, 'PRIMARY', { healthCheckId: primaryHealthCheckId });
    record(recovery, 'SECONDARY', {});
  }
}
