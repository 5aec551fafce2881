import type { Construct } from 'constructs';
import { ClusterAccessEntries, KubernetesCluster, PodIdentities } from '../lib/infrastructure';
import { cachedPrefixes, clusterAccess, podIdentities } from '../lib/model';
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
      addOnVersions: platform.spec.infrastructure.addOns,
      cachedPrefixes: cachedPrefixes(platform),
      tags,
    });
    new PodIdentities(this, 'pods', { cluster, clusterName, identities: podIdentities(platform, cluster) });
    new ClusterAccessEntries(this, 'access', { clusterName, access: clusterAccess(platform, cluster) });
    this.publish('cluster', { cluster_name: clusterName, cluster_security_group_id: securityGroupId });
  }
}
