import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { RestrictedNamespace } from '../lib/deployment';
import { type Cluster, clusterBackups, monitoringLabels, type Platform, RESTORE_TEST_NAMESPACE, VELERO } from '../lib/model';
import { BackupSchedule, RestoreTest, StorageLocations, TestNamespacePolicy, VeleroPolicy } from '../lib/recovery';

export interface RecoveryChartProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
}

/** What backs up a cluster and shows that a backup can be restored. Velero itself is installed beside it. */
export class RecoveryChart extends Chart {
  constructor(scope: Construct, id: string, { platform, cluster }: RecoveryChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const labels = monitoringLabels(platform.name, platform.team);
    // The agent that moves the data of volumes mounts folders of its node.
    new RestrictedNamespace(this, 'Namespace', { name: VELERO.namespace, labels, admits: 'privileged' });
    new VeleroPolicy(this, 'Policy', { networkCidr: cluster.network.cidr.text, labels });
    new StorageLocations(this, 'Locations', { platform, cluster, labels });
    for (const [i, plan] of clusterBackups(platform, cluster).entries()) {
      const rpoSeconds = plan.continuous ? undefined : platform.spec.tiers[plan.tier]?.rpo.seconds;
      new BackupSchedule(this, `Schedule${i}`, { plan, rpoSeconds, labels });
    }
    new RestrictedNamespace(this, 'TestNamespace', { name: RESTORE_TEST_NAMESPACE, labels });
    new TestNamespacePolicy(this, 'TestPolicy', { labels });
    new RestoreTest(this, 'RestoreTest', { platform, cluster, labels });
  }
}
