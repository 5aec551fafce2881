import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ARGOCD_NAMESPACE, goDuration, type SecretStore } from '../../model';

export interface RepositoryCredentialsProps {
  readonly name: string;
  readonly repository: string;
  /** Key in the store of username and password, or of sshPrivateKey. */
  readonly key: string;
  readonly store: SecretStore;
  readonly labels: Readonly<Record<string, string>>;
}

/** How Argo CD reads the environments repository: the Secret that it finds by its label, made from the store. */
export class RepositoryCredentials extends Construct {
  constructor(scope: Construct, id: string, { name, repository, key, store, labels }: RepositoryCredentialsProps) {
    super(scope, id);
    new ApiObject(this, 'Resource', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name, namespace: ARGOCD_NAMESPACE, labels },
      spec: {
        refreshInterval: goDuration(store.refreshSeconds),
        secretStoreRef: { kind: 'SecretStore', name: store.name },
        target: {
          name,
          creationPolicy: 'Owner',
          deletionPolicy: 'Retain',
          template: {
            mergePolicy: 'Merge',
            metadata: { labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
            data: { type: 'git', url: repository },
          },
        },
        dataFrom: [{ extract: { key } }],
      },
    });
  }
}
