import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Backend, TerraformElement, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { Caches, EncryptionKey, ImageRegistry, KubernetesCluster, Network, SecretReader } from '../lib/infrastructure';
import { type Cluster, type Platform, stateBucket, stateKey } from '../lib/model';

export interface RegionStackProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
}

/** One environment in one region. It refers to no other stack, so that it plans and applies when the other region is gone. */
export class RegionStack extends TerraformStack {
  constructor(scope: Construct, id: string, { platform, cluster }: RegionStackProps) {
    super(scope, id);
    const tags = tagsOf(platform, cluster);
    this.provider(cluster, tags);
    this.state(platform, cluster);

    const { arn: keyArn } = new EncryptionKey(this, 'encryption', { cluster });
    const network = new Network(this, 'network', { cluster, keyArn });
    const { clusterName } = new KubernetesCluster(this, 'kubernetes', {
      cluster,
      version: platform.kubernetes,
      subnetIds: network.privateSubnetIds,
      keyArn,
      tags,
    });
    new ImageRegistry(this, 'registry', { platform, cluster, keyArn });
    // Vault keeps its own roles.
    if (cluster.secretStore.backend.provider === 'awsSecretsManager')
      new SecretReader(this, 'secret-reader', { platform, cluster, clusterName, keyArn });
    new Caches(this, 'caches', { platform, cluster, vpcId: network.vpcId, subnetIds: network.dataSubnetIds, keyArn });
  }

  /** The wrong account is refused before anything is planned. */
  private provider({ region, account }: Cluster, tags: Readonly<Record<string, string>>): void {
    new AwsProvider(this, 'aws', { region, allowedAccountIds: [account], defaultTags: [{ tags }] });
  }

  /** State lives in the region that it describes: a lost region takes only its own state along. */
  private state(platform: Platform, { region, account }: Cluster): void {
    new S3Backend(this, { bucket: stateBucket(platform.name, account, region), key: stateKey(this.node.id), region, encrypt: true });
    // Native locking has no type in this version of cdktf.
    this.addOverride('terraform.backend.s3.use_lockfile', true);
  }

  /**
   * An address is the path of the construct, such as `aws_subnet.network_us-east-1a_private-subnet`: people read it in plans
   * and type it into `terraform state`. No id of ours holds an underscore where it could make two paths one.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : (element as Node);
    return node.scopes
      .slice(this.node.scopes.length)
      .map(({ node: { id } }) => id)
      .join('_');
  }
}

/** What every resource of a region says about itself. */
const tagsOf = (platform: Platform, { environment, role }: Cluster) => ({
  platform: platform.name,
  environment,
  'region-role': role,
  team: platform.team,
  'managed-by': 'holdfast',
});
