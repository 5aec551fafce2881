/** What a region encrypts with a key of its own, so that whoever may use one of them reads nothing else. */
export const ENCRYPTION_KEYS = {
  kubernetes: 'Secrets in the API server',
  secrets: 'the secret store',
  data: 'databases, objects and backups',
  logs: 'log groups and notifications',
  images: 'container images',
} as const;
export type EncryptionKeyPurpose = keyof typeof ENCRYPTION_KEYS;

/** Alias of a key of a cluster; the same words in each region, so that a restore finds the key of where it restores to. */
export const keyAlias = (cluster: string, purpose: EncryptionKeyPurpose) => `alias/${cluster}-${purpose}`;
