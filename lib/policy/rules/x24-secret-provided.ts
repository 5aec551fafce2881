import { type Breach, inObject, type ManifestIndex } from '../manifests';
import type { ManifestRule } from '../rule';
import { externalSecrets } from '../secret-provision/external-secrets';
import { type Provision, provisionOf } from '../secret-provision/providers';
import { type SecretRead, secretsRead } from '../secret-provision/readers';

export const x24SecretProvided: ManifestRule = {
  id: 'X24',
  severity: 'error',
  subject: 'pods that read Secrets, ExternalSecret',
  over: 'manifests',
  why: 'A pod whose Secret is not there does not start, and one whose Secret is no longer refreshed fails at the next rotation.',
  mend: 'add an ExternalSecret of that name in the namespace, with the keys that the pods read',
  check: (cluster) => [...pods(cluster), ...externalSecrets(cluster)],
};

const pods = (cluster: ManifestIndex): Breach[] => {
  const provision = provisionOf(cluster);
  return cluster.workloads.flatMap((workload) =>
    secretsRead(workload).flatMap((read) => {
      const lacking = lackOf(read, workload.object.namespace, provision);
      if (!lacking) return [];
      return [inObject(workload.object, read.path, lacking, { severity: read.needed && provision.any ? 'error' : 'warning' })];
    }),
  );
};

function lackOf({ secret, keys }: SecretRead, namespace: string, provision: Provision): string | undefined {
  const made = provision.keysOf(namespace, secret);
  if (!made) return `reads the Secret ${secret}, which nothing makes in the namespace ${namespace}`;
  const missing = made === 'any' ? [] : keys.filter((key) => !made.has(key));
  return missing.length > 0 ? `reads ${missing.join(', ')} of the Secret ${secret}, which does not have it` : undefined;
}
