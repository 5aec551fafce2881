import { Construct } from 'constructs';
import { ContentDelivery, PublicRecords, RegionHealth, RegionName, type ServingRegion } from '../lib/infrastructure';
import {
  environmentDomain,
  failoverSwitch,
  originHost,
  publicHosts,
  publicServices,
  regionWeight,
  servingText,
  witnessHost,
  writerHost,
  writerText,
} from '../lib/model';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** How users reach an environment, whichever region serves. */
export class TrafficStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, primary, plan } = this;
    const { edge, routing } = platform.spec.traffic;
    const zoneId = this.read('dns').text('zone_id');
    const regions = this.regions();
    const [certificateDomain = ''] = publicHosts(platform, plan.environment ?? '');
    this.regionNames(zoneId, regions);
    for (const { name: service, host, port } of publicServices(platform, primary)) {
      const at = new Construct(this, service);
      new PublicRecords(at, 'records', { zoneId, name: edge === 'cloudfront' ? originHost(host) : host, host, routing, regions });
      if (edge === 'cloudfront')
        new ContentDelivery(at, 'delivery', { zoneId, host, certificateDomain, speaksGrpc: port.protocol === 'grpc' });
    }
  }

  /** Names that say which region serves, and which one writes. */
  private regionNames(zoneId: string, [primary, recovery]: readonly ServingRegion[]): void {
    if (!recovery || primary?.healthCheckId === undefined || primary.writesId === undefined) return;
    const domain = environmentDomain(this.platform, this.plan.environment ?? '');
    const place = { zoneId, primary: primary.cluster, recovery: recovery.cluster };
    const { healthCheckId, writesId } = primary;
    new RegionName(this, 'serving', { ...place, name: witnessHost(domain), textOf: servingText, primaryHealthCheckId: healthCheckId });
    new RegionName(this, 'writer', { ...place, name: writerHost(domain), textOf: writerText, primaryHealthCheckId: writesId });
  }

  /** The primary region is left when it does not answer or a failover says so; where both serve, each is left when it does not answer. */
  private regions(): readonly ServingRegion[] {
    const { platform, clusters, plan } = this;
    const { traffic, failover } = platform.spec;
    const [only] = clusters;
    if (clusters.length < 2) return only ? [{ cluster: only }] : [];
    const switched = failoverSwitch(platform, plan.environment ?? '');
    return clusters.map((cluster): ServingRegion => {
      // The last resort has no check: when both regions look down, an answer is better than none.
      if (traffic.routing === 'failover' && cluster.role === 'recovery') return { cluster };
      const { checkId, writesId } = new RegionHealth(this, `${cluster.role}-health`, {
        cluster,
        services: publicServices(platform, cluster),
        intervalSeconds: failover.interval.seconds,
        threshold: failover.threshold,
        ...(switched && cluster.role === 'primary' ? { failover: switched } : {}),
      });
      const weight = traffic.routing === 'weighted' ? { weight: regionWeight(platform, cluster) } : {};
      return { cluster, healthCheckId: checkId, ...(writesId === undefined ? {} : { writesId }), ...weight };
    });
  }
}
