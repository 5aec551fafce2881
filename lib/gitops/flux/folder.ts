import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { FLUX_NAMESPACE, FLUX_RECONCILER, isClusterFolder, type SyncedFolder } from '../../model';
import { SECRETS } from './source';

/** Drift is corrected within this time. */
const INTERVAL = '10m';
/** Time between attempts of what failed. */
const RETRY_INTERVAL = '1m';
/** A little longer than a roll-out may take without progress. */
const TIMEOUT = '15m';
/** The account of the controller itself: it makes the namespace, and the account's rights in it. */
const CONTROLLER = 'kustomize-controller';

/** Flux knows when its own kinds and those of Kubernetes are healthy; of a Rollout it is told. */
const ROLLOUT_HEALTH = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  current: "status.phase == 'Healthy' && status.observedGeneration == string(metadata.generation)",
  failed: "status.phase == 'Degraded'",
  inProgress: "status.phase in ['Progressing', 'Paused']",
} as const;

export interface SyncedFolderKustomizationProps {
  readonly folder: SyncedFolder;
  /** Name of the GitRepository. */
  readonly source: string;
  readonly encrypted: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** The Kustomization of one rendered folder: applied after what it needs, and done when all of it is healthy. */
export class SyncedFolderKustomization extends Construct {
  constructor(scope: Construct, id: string, { folder, source, encrypted, labels }: SyncedFolderKustomizationProps) {
    super(scope, id);
    new ApiObject(this, 'Resource', {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: folder.name, namespace: FLUX_NAMESPACE, labels: { ...labels, 'holdfast.dev/service': folder.name } },
      spec: {
        sourceRef: { kind: 'GitRepository', name: source },
        path: `./${folder.path}`,
        interval: INTERVAL,
        retryInterval: RETRY_INTERVAL,
        timeout: TIMEOUT,
        prune: true,
        wait: true,
        force: false,
        serviceAccountName: isClusterFolder(folder.name) ? CONTROLLER : FLUX_RECONCILER,
        ...(folder.after.length > 0 ? { dependsOn: [...folder.after].sort().map((name) => ({ name })) } : {}),
        ...(isClusterFolder(folder.name) ? {} : { healthCheckExprs: [ROLLOUT_HEALTH] }),
        ...(encrypted ? { decryption: { provider: 'sops', secretRef: { name: SECRETS.decryption } } } : {}),
      },
    });
  }
}
