import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { type Cluster, servingText, WITNESS_TTL } from '../../model';

export interface ServingRecordsProps {
  readonly zoneId: string;
  /** The name that says which region serves. */
  readonly name: string;
  /** The region that serves while its health check says so. */
  readonly primary: Cluster;
  readonly primaryHealthCheckId: string;
  readonly recovery: Cluster;
}

/**
 * A name whose answer is what Route 53's checkers all over the world think of the primary region: a failover that asks for it needs
 * neither the control plane of Route 53 nor its metrics, both of which live in us-east-1.
 */
export class ServingRecords extends Construct {
  constructor(scope: Construct, id: string, { zoneId, name, primary, primaryHealthCheckId, recovery }: ServingRecordsProps) {
    super(scope, id);
    const record = ({ role, region }: Cluster, type: 'PRIMARY' | 'SECONDARY', checked: { readonly healthCheckId?: string }) =>
      new Route53Record(this, role, {
        zoneId,
        name,
        type: 'TXT',
        ttl: WITNESS_TTL,
        records: [servingText(region)],
        setIdentifier: region,
        failoverRoutingPolicy: { type },
        ...checked,
      });
    record(primary, 'PRIMARY', { healthCheckId: primaryHealthCheckId });
    record(recovery, 'SECONDARY', {});
  }
}
