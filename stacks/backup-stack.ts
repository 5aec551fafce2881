import type { Construct } from 'constructs';
import { BackupStore, BackupVaults } from '../lib/infrastructure';
import { awsExpression, backupStore, backupVault, type Cluster, restoreTestName, type VaultPlan, vaultBackups } from '../lib/model';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** Where backups of an environment are kept in one region, and what AWS itself backs up there. */
export class BackupStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, cluster } = this;
    const keyArn = this.read('security').text('data_key_arn');
    const plan = backupStore(platform, cluster);
    if (plan) new BackupStore(this, 'backups', { platform, cluster, plan, keyArn });
    const made = vaultBackups(platform, cluster);
    const kept = this.kept(cluster);
    if (made.length + kept.length === 0) return;
    const { name, spec } = platform;
    new BackupVaults(this, 'databases', {
      cluster,
      vault: backupVault(name, cluster.environment),
      made,
      kept,
      test: {
        expression: awsExpression('backups.restoreTest.cron', spec.backups.restoreTest.cron),
        timeZone: spec.backups.timeZone,
        name: restoreTestName(name, cluster.environment),
        nameOf: ({ subject }) => restoreTestName(name, cluster.environment, subject.kind === 'database' ? subject.name : undefined),
      },
      keyArn,
    });
  }

  private kept({ environment, region }: Cluster): readonly VaultPlan[] {
    return this.clusters
      .filter((cluster) => cluster.environment === environment)
      .flatMap((cluster) => vaultBackups(this.platform, cluster))
      .filter(({ place }) => place.region === region);
  }
}
