import { k8s, ServiceAccount } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { type Migration, migrationOf, standardLabels, type Workload } from '../model';
import { ContentAddressedConfig } from './config';
import { SyncedSecret } from './external-secret';
import { DeclaredCallsPolicy } from './network-policy';
import { podTemplate } from './pod';

export interface MigrationJobProps {
  readonly workload: Workload;
  readonly migration: Migration;
}

/**
 * The Job that runs before a new version, in each sync: Argo CD deletes the last one, waits for this one, and stops the
 * release when it fails. It is a workload of its own, so that no Service takes its pods for the service's.
 */
export class MigrationJob extends Construct {
  constructor(scope: Construct, id: string, { workload: service, migration }: MigrationJobProps) {
    super(scope, id);
    const workload = migrationOf(service, migration);
    const labels = standardLabels(workload);
    const { name, namespace, secrets, secretStore } = workload;
    new ServiceAccount(this, 'ServiceAccount', { metadata: { name, namespace, labels }, automountToken: false });
    const config = new ContentAddressedConfig(this, 'Config', { workload });
    if (secrets.length > 0 && secretStore) new SyncedSecret(this, 'Secret', { workload, store: secretStore });
    new DeclaredCallsPolicy(this, 'NetworkPolicy', { workload });
    const template = podTemplate(workload, config);
    new k8s.KubeJob(this, 'Job', {
      metadata: {
        name,
        namespace,
        labels,
        annotations: { 'argocd.argoproj.io/hook': 'Sync', 'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation' },
      },
      spec: {
        backoffLimit: migration.retries,
        activeDeadlineSeconds: migration.timeoutSeconds,
        template: { ...template, spec: { ...template.spec, containers: template.spec?.containers ?? [], restartPolicy: 'Never' } },
      },
    });
  }
}
