import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { NamespaceSecretStore } from '../lib/deployment';
import { gitOpsLabels, Reconciler, SyncEvents, SyncedFolderKustomization, VerifiedSource } from '../lib/gitops';
import { type Cluster, FLUX_NAMESPACE, type Platform, type SyncPlan, sourceOf } from '../lib/model';

export interface FluxChartProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly plan: SyncPlan;
}

/** Everything that the Flux of one cluster reads: its branch, its folders in order, and whom it tells. */
export class FluxChart extends Chart {
  constructor(scope: Construct, id: string, { platform, cluster, plan }: FluxChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const { git, receivers } = platform.spec;
    const { environment, region } = cluster;
    const labels = gitOpsLabels(platform.name, platform.team);
    const store = { ...cluster.secretStore, kind: 'SecretStore' } as const;
    const source = sourceOf(platform, cluster);
    const common = { name: platform.name, platform: platform.name, environment, git, store, labels };

    new VerifiedSource(this, 'Source', { ...common, source });
    new Reconciler(this, 'Reconciler', { labels });
    const folders = new Map(plan.folders.filter((folder) => folder.cluster === cluster).map((folder) => [folder.name, folder]));
    for (const folder of folders.values()) {
      new SyncedFolderKustomization(this, `Folder-${folder.name}`, {
        folder,
        source: platform.name,
        encrypted: git.decryption !== undefined,
        labels,
      });
    }
    new SyncEvents(this, 'Events', { ...common, region, repository: source.repository, receivers });
    const readsSecrets =
      Object.values(git).some((key) => key !== undefined) || Object.values(receivers).some(({ type }) => type === 'slack');
    if (readsSecrets) new NamespaceSecretStore(this, 'SecretStore', { store, namespace: FLUX_NAMESPACE, labels });
  }
}
