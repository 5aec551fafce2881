import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { SecretStore } from '../../model';

/** Whose token Vault is shown. */
const READER = 'secret-reader';
/** Whom that token is meant for; Vault's role names the same audience. */
const AUDIENCE = 'vault';

export interface NamespaceSecretStoreProps {
  readonly store: SecretStore;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * The store that the services of a namespace read secrets from. AWS Secrets Manager is read with the identity of the
 * External Secrets Operator itself (EKS Pod Identity), Vault with a token of a service account of the namespace.
 */
export class NamespaceSecretStore extends Construct {
  constructor(scope: Construct, id: string, { store, namespace, labels }: NamespaceSecretStoreProps) {
    super(scope, id);
    const { backend, kind, name } = store;
    if (backend.provider === 'vault') {
      new k8s.KubeServiceAccount(this, 'Reader', {
        metadata: { name: READER, namespace, labels },
        automountServiceAccountToken: false,
      });
    }
    new ApiObject(this, 'Resource', {
      apiVersion: 'external-secrets.io/v1',
      kind,
      metadata: { name, ...(kind === 'SecretStore' ? { namespace } : {}), labels },
      spec: {
        ...(kind === 'ClusterSecretStore' ? { conditions: [{ namespaces: [namespace] }] } : {}),
        provider: providerOf(backend, namespace, kind),
      },
    });
  }
}

function providerOf(backend: SecretStore['backend'], namespace: string, kind: SecretStore['kind']) {
  if (backend.provider === 'awsSecretsManager') return { aws: { service: 'SecretsManager', region: backend.region } };
  const { server, path, mountPath, role } = backend;
  const serviceAccountRef = { name: READER, ...(kind === 'ClusterSecretStore' ? { namespace } : {}), audiences: [AUDIENCE] };
  return { vault: { server, path, version: 'v2', auth: { kubernetes: { mountPath, role, serviceAccountRef } } } };
}
