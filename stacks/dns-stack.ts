import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { Certificates, CLOUDFRONT_REGION, PublicZone } from '../lib/infrastructure';
import { environmentDomain, publicGateway, publicHosts } from '../lib/model';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** The zone of an environment, and certificates for what is served under it. */
export class DnsStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, primary, clusters } = this;
    const { edge } = platform.spec.traffic;
    const { zoneId, nameServers } = new PublicZone(this, 'public', {
      platform: platform.name,
      cluster: primary,
      domain: environmentDomain(platform, primary.environment),
    });
    // The gateway of a mesh has certificates of its own.
    const atLoadBalancers = clusters.filter((cluster) => !publicGateway(cluster)).map(({ region }) => region);
    const regions = new Set([...atLoadBalancers, ...(edge === 'cloudfront' ? [CLOUDFRONT_REGION] : [])]);
    const hosts = publicHosts(platform, primary.environment);
    if (regions.size > 0) new Certificates(this, 'certificates', { zoneId, hosts, regions: [...regions].sort() });
    this.publish('dns', { zone_id: zoneId });
    // The one thing that a person has to copy: the parent zone belongs to somebody else.
    new TerraformOutput(this, 'name_servers', { value: nameServers });
  }
}
