import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ANNOTATIONS, goDuration, type SecretStore, secretName, standardLabels, type Workload } from '../model';

export interface SyncedSecretProps {
  readonly workload: Workload;
  readonly store: SecretStore;
}

/**
 * The ExternalSecret of a workload: the External Secrets Operator makes its Secret from the store, owns it and refreshes
 * it. When the store no longer has it the last value stays, since a missing Secret would stop every new pod.
 */
export class SyncedSecret extends Construct {
  constructor(scope: Construct, id: string, { workload, store }: SyncedSecretProps) {
    super(scope, id);
    const { rotationSeconds } = store;
    new ApiObject(this, 'Resource', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: {
        name: secretName(workload.name),
        namespace: workload.namespace,
        labels: standardLabels(workload),
        ...(rotationSeconds === undefined ? {} : { annotations: { [ANNOTATIONS.rotation]: goDuration(rotationSeconds) } }),
      },
      spec: {
        refreshInterval: goDuration(store.refreshSeconds),
        secretStoreRef: { kind: store.kind, name: store.name },
        target: { name: secretName(workload.name), creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        data: workload.secrets.map(({ variable, key, property }) => ({
          secretKey: variable,
          remoteRef: { key, ...(property === undefined ? {} : { property }) },
        })),
      },
    });
  }
}
