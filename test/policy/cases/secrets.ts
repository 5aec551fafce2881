import { shop } from '../support';
import type { CaseTable } from './case';

type Json = Record<string, unknown>;
const external = 'external-secrets.io/v1';
const STORE = { apiVersion: external, kind: 'SecretStore', metadata: { name: 'shop', namespace: 'shop' }, spec: {} };
const SHARED_STORE = { apiVersion: external, kind: 'ClusterSecretStore', metadata: { name: 'all' }, spec: {} };
const externalSecret = (spec: Json = {}, annotations?: Json) => ({
  apiVersion: external,
  kind: 'ExternalSecret',
  metadata: { name: 'cart', namespace: 'shop', annotations },
  spec: {
    secretStoreRef: { name: 'shop' },
    refreshInterval: '1h',
    data: [{ secretKey: 'password', remoteRef: { key: 'cart/db' } }],
    ...spec,
  },
});
const rotated = (every: string) => ({ 'holdfast.dev/rotation': every });

/** The shop whose pods read the key of a Secret. */
const reads = (key: string, ...add: readonly unknown[]) =>
  shop({ container: { env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'cart', key } } }] }, add });
const mounts = (volume: Json, ...add: readonly unknown[]) =>
  shop({
    pod: {
      volumes: [
        { name: 'tmp', emptyDir: {} },
        { name: 'x', ...volume },
      ],
    },
    add,
  });
const alone = (object: unknown) => shop({ add: [object, STORE] });
const template = (mergePolicy?: string) => externalSecret({ target: { template: { mergePolicy, data: { url: '{{ .password }}' } } } });

/** The rule over how secrets reach pods. */
export const secretCases: CaseTable = {
  X24: {
    breaks: {
      'a Secret that nothing makes': reads('password'),
      'a Secret of another name': reads('password', externalSecret({ target: { name: 'basket' } }), STORE),
      'a Secret of another namespace': reads(
        'password',
        { ...externalSecret(), metadata: { name: 'cart', namespace: 'other' } },
        SHARED_STORE,
      ),
      'a key that is not read': reads('user', externalSecret(), STORE),
      'a key that the template leaves out': reads('password', template(), STORE),
      'all of a Secret that nothing makes': shop({ container: { envFrom: [{ secretRef: { name: 'cart' } }] } }),
      'a volume of a Secret that nothing makes': mounts({ secret: { secretName: 'cart' } }),
      'a volume of a key that is not read': mounts(
        { secret: { secretName: 'cart', items: [{ key: 'user', path: 'u' }] } },
        externalSecret(),
        STORE,
      ),
      'a projected Secret that nothing makes': mounts({ projected: { sources: [{ secret: { name: 'cart' } }] } }),
      'a pull secret that nothing makes': shop({ pod: { imagePullSecrets: [{ name: 'registry' }] } }),
      'a store that does not exist': shop({ add: [externalSecret()] }),
      'a store of the cluster that does not exist': alone(externalSecret({ secretStoreRef: { kind: 'ClusterSecretStore', name: 'all' } })),
      'a store of one value that does not exist': alone(
        externalSecret({ data: [{ secretKey: 'a', sourceRef: { storeRef: { name: 'other' } }, remoteRef: { key: 'x' } }] }),
      ),
      'no store': alone(externalSecret({ secretStoreRef: undefined })),
      'no refresh': alone(externalSecret({ refreshInterval: '0' })),
      'no refresh, in seconds': alone(externalSecret({ refreshInterval: '0s' })),
      'a refresh at creation only': alone(externalSecret({ refreshPolicy: 'CreatedOnce' })),
      'a refresh that is no duration': alone(externalSecret({ refreshInterval: '1 hour' })),
      'a refresh in days, which Go does not have': alone(externalSecret({ refreshInterval: '1d' })),
      'a refresh as slow as the rotation': alone(externalSecret({ refreshInterval: '24h' }, rotated('24h'))),
      'a default refresh that is slower than the rotation': alone(externalSecret({ refreshInterval: undefined }, rotated('30m'))),
      'a rotation that is no duration': alone(externalSecret({}, rotated('monthly'))),
    },
    keeps: {
      'a key that is read': reads('password', externalSecret(), STORE),
      'a key of a store of the cluster': reads(
        'password',
        externalSecret({ secretStoreRef: { kind: 'ClusterSecretStore', name: 'all' } }),
        SHARED_STORE,
      ),
      'any key of a whole secret': reads('user', externalSecret({ data: undefined, dataFrom: [{ extract: { key: 'cart' } }] }), STORE),
      'a key of the template': reads('url', template(), STORE),
      'a key besides the template': reads('password', template('Merge'), STORE),
      'a generated password': alone(
        externalSecret({
          secretStoreRef: undefined,
          data: undefined,
          dataFrom: [
            { sourceRef: { generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name: 'p' } } },
          ],
        }),
      ),
      'a Secret that somebody fills': reads('password', {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'cart', namespace: 'shop' },
      }),
      'a Secret for a certificate': mounts(
        { secret: { secretName: 'tls' } },
        { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'c', namespace: 'shop' }, spec: { secretName: 'tls' } },
      ),
      'a sealed Secret': reads('password', {
        apiVersion: 'bitnami.com/v1alpha1',
        kind: 'SealedSecret',
        metadata: { name: 'cart', namespace: 'shop' },
        spec: { encryptedData: { password: 'AgBy3i' } },
      }),
      'an optional Secret': shop({ container: { envFrom: [{ secretRef: { name: 'cart', optional: true } }] } }),
      'a refresh faster than the rotation': alone(externalSecret({}, rotated('24h'))),
    },
  },
};
