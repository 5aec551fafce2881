import type { Construct } from 'constructs';
import { GlobalDatabases } from '../lib/infrastructure';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** What joins the databases of both regions of an environment. */
export class ReplicationStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { datastoreIds } = new GlobalDatabases(this, 'databases', { platform: this.platform, primary: this.primary });
    this.publish('replication', { datastore_ids: datastoreIds });
  }
}
