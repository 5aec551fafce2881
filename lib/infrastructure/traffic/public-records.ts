import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { type Cluster, regionalHost } from '../../model';

/** A region that answers for a host. */
export interface ServingRegion {
  readonly cluster: Cluster;
  /** Undefined where there is no other region to send anybody to. */
  readonly healthCheckId?: string;
  /** Says whether no failover has left it; undefined where none can. */
  readonly writesId?: string;
  /** With weighted routing: its share in 255 parts. */
  readonly weight?: number;
}

export interface PublicRecordsProps {
  readonly zoneId: string;
  /** Name that is answered: the host, or where CloudFront finds it. */
  readonly name: string;
  readonly host: string;
  readonly routing: 'failover' | 'weighted';
  /** The primary region first. */
  readonly regions: readonly ServingRegion[];
}

/**
 * Which region answers for a host: a pair of failover records of one name and type, or a weighted one for each region. They point at
 * the names of the regions, which follow from the model, so that neither region's state is read. An alias has the time to live of
 * what it points at: 60 s for a load balancer (Route 53 Developer Guide, choosing between alias and non-alias records).
 */
export class PublicRecords extends Construct {
  constructor(scope: Construct, id: string, { zoneId, name, host, routing, regions }: PublicRecordsProps) {
    super(scope, id);
    for (const region of regions) {
      const { cluster, healthCheckId } = region;
      new Route53Record(this, cluster.role, {
        zoneId,
        name,
        type: 'A',
        alias: { name: regionalHost(cluster, host), zoneId, evaluateTargetHealth: true },
        ...(regions.length > 1 ? { setIdentifier: cluster.region, ...policy(routing, region) } : {}),
        ...(healthCheckId === undefined ? {} : { healthCheckId }),
      });
    }
  }
}

const policy = (routing: PublicRecordsProps['routing'], { cluster, weight = 0 }: ServingRegion) =>
  routing === 'weighted'
    ? { weightedRoutingPolicy: { weight } }
    : { failoverRoutingPolicy: { type: cluster.role === 'primary' ? 'PRIMARY' : 'SECONDARY' } };
