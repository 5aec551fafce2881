import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { Certificates, CLOUDFRONT_REGION, PublicZone } from '../lib/infrastructure';
import { environmentDomain, publicHosts } from '../lib/model';
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
    const regions = new Set([...clusters.map(({ region }) => region), ...(edge === 'cloudfront' ? [CLOUDFRONT_REGION] : [])]);
    new Certificates(this, 'certificates', { zoneId, hosts: publicHosts(platform, primary.environment), regions: [...regions].sort() });
    this.publish('dns', { zone_id: zoneId });
    // The one thing that a person has to copy: the parent zone belongs to somebody else.
    new TerraformOutput(this, 'name_servers', { value: nameServers });
  }
}
