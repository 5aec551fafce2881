import type { Construct } from 'constructs';
import { Caches, Databases, type KeyArns } from '../lib/infrastructure';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** What an environment stores in one region. */
export class DataStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, cluster } = this;
    const [network, security] = [this.read('network'), this.read('security')];
    const keys: KeyArns = {
      kubernetes: security.text('kubernetes_key_arn'),
      secrets: security.text('secrets_key_arn'),
      data: security.text('data_key_arn'),
      logs: security.text('logs_key_arn'),
      images: security.text('images_key_arn'),
    };
    const place = { platform, cluster, vpcId: network.text('vpc_id'), subnetIds: network.list('data_subnet_ids'), keys };
    new Databases(this, 'databases', place);
    new Caches(this, 'caches', { ...place, globalId: (database) => this.read('replication').entry('datastore_ids', database) });
  }
}
