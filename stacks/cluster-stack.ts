import type { Construct } from 'constructs';
import { KubernetesCluster, SecretReader } from '../lib/infrastructure';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** The EKS cluster of an environment in one region, its nodes, and who may use AWS from its pods. */
export class ClusterStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, cluster, tags } = this;
    const keys = this.read('security');
    const { clusterName, securityGroupId } = new KubernetesCluster(this, 'kubernetes', {
      cluster,
      version: platform.kubernetes,
      subnetIds: this.read('network').list('private_subnet_ids'),
      keyArn: keys.text('kubernetes_key_arn'),
      logsKeyArn: keys.text('logs_key_arn'),
      tags,
    });
    // Vault keeps its own roles.
    if (cluster.secretStore.backend.provider === 'awsSecretsManager')
      new SecretReader(this, 'secret-reader', { platform, cluster, clusterName, keyArn: keys.text('secrets_key_arn') });
    this.publish('cluster', { cluster_name: clusterName, cluster_security_group_id: securityGroupId });
  }
}
