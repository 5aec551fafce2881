import { App, Chart } from 'cdk8s';
import { NamespaceSecretStore } from '../../lib/deployment';
import type { SecretStore } from '../../lib/model';
import { kinds, type Node, render, webService } from './support';

const store: SecretStore = {
  kind: 'SecretStore',
  name: 'shop',
  refreshSeconds: 3600,
  rotationSeconds: 86_400,
  backend: { provider: 'awsSecretsManager', region: 'eu-west-1' },
};
const vault: SecretStore['backend'] = {
  provider: 'vault',
  server: 'https://vault.example.com:8200',
  path: 'secret',
  mountPath: 'kubernetes-shop',
  role: 'shop-production',
};
const secrets = [{ variable: 'DATABASE_URL', key: 'shop/production/databases/orders', property: 'url' }];

const rendered = (of: SecretStore): Node[] => {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
  new NamespaceSecretStore(chart, 'Store', { store: of, namespace: 'shop' });
  return chart.toJson() as Node[];
};

describe('a secret of a service', () => {
  test('is made by the operator, which owns it and keeps the last value', () => {
    const { spec, metadata } = render(webService({ secrets, secretStore: store })).kind('ExternalSecret');
    expect(spec).toEqual({
      refreshInterval: '1h',
      secretStoreRef: { kind: 'SecretStore', name: 'shop' },
      target: { name: 'cart-secrets', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: [{ secretKey: 'DATABASE_URL', remoteRef: { key: 'shop/production/databases/orders', property: 'url' } }],
    });
    expect(metadata.annotations).toEqual({ 'holdfast.dev/rotation': '24h' });
  });

  test('is read by the pods as a variable, from the Secret that the operator makes', () => {
    const [container] = render(webService({ secrets, secretStore: store })).kind('Deployment').spec.template.spec.containers;
    expect(container?.env).toEqual([{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'cart-secrets', key: 'DATABASE_URL' } } }]);
  });

  test('restarts the pods that read it when it changes, whatever kind they are of', () => {
    const reload = { 'secret.reloader.stakater.com/reload': 'cart-secrets' };
    expect(render(webService({ secrets, secretStore: store })).kind('Deployment').metadata.annotations).toMatchObject(reload);
    const canary = webService({ secrets, secretStore: store, rollout: { strategy: 'canary', steps: [{ weight: 10 }] } });
    expect(render(canary).kind('Rollout').metadata.annotations).toMatchObject(reload);
    expect(render(webService()).kind('Deployment').metadata.annotations).not.toHaveProperty(['secret.reloader.stakater.com/reload']);
  });

  test('is left to others where no store is known', () => {
    expect(kinds(webService({ secrets }))).not.toContain('ExternalSecret');
  });
});

describe('a secret store', () => {
  test('of AWS is the one of its own region, read with the identity of the operator: no key is in the cluster', () => {
    const [only, ...more] = rendered(store);
    expect(more).toEqual([]);
    expect(only?.spec).toEqual({ provider: { aws: { service: 'SecretsManager', region: 'eu-west-1' } } });
  });

  test('in Vault is read with a short-lived token of a service account that no pod uses', () => {
    const [account, made] = rendered({ ...store, backend: vault });
    expect(account).toMatchObject({ kind: 'ServiceAccount', automountServiceAccountToken: false, metadata: { name: 'secret-reader' } });
    expect(made?.spec.provider).toMatchObject({
      vault: {
        version: 'v2',
        auth: { kubernetes: { mountPath: 'kubernetes-shop', serviceAccountRef: { name: 'secret-reader', audiences: ['vault'] } } },
      },
    });
  });

  test('of a whole cluster admits the namespace of the platform only', () => {
    const [only] = rendered({ ...store, kind: 'ClusterSecretStore' });
    expect(only?.metadata).not.toHaveProperty('namespace');
    expect(only?.spec.conditions).toEqual([{ namespaces: ['shop'] }]);
  });
});
