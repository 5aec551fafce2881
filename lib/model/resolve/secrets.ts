import type { PlatformSpec, ServiceSpec } from '../../spec';
import { databaseStoreKey, storeKey, storeName } from '../names';
import type { SecretStore, SecretValue } from '../secrets';

/** Where a cluster reads secrets: in AWS from its own region, so that it needs no other one. */
export function secretStoreOf(spec: PlatformSpec, environment: string, region: string, cluster: string): SecretStore {
  const { provider, kind, refresh, rotation, vault } = spec.secretStore;
  const common = { kind, name: storeName(spec.platform), refreshSeconds: refresh.seconds, rotationSeconds: rotation?.seconds };
  if (provider === 'awsSecretsManager') return { ...common, backend: { provider, region } };
  if (!vault) throw new Error('the provider vault passed the spec without its address');
  return {
    ...common,
    backend: {
      provider,
      server: vault.server,
      path: vault.path,
      mountPath: vault.mountPath.replace('{cluster}', cluster),
      role: vault.role ?? `${spec.platform}-${environment}`,
    },
  };
}

/** Secrets of a declared service with their whole keys. */
export const secretsOf = ({ secrets }: ServiceSpec, { platform }: PlatformSpec, environment: string): readonly SecretValue[] =>
  Object.entries(secrets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([variable, { key, database, property }]) =>
      database === undefined
        ? { variable, key: storeKey(platform, environment, key ?? ''), property }
        : { variable, key: databaseStoreKey(platform, environment, database), property: property ?? 'address' },
    );
