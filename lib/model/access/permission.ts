import { type EncryptionKeyPurpose, keyAlias } from '../encryption-keys';
import type { Cluster } from '../platform';

/** Something that may be done in AWS: plain data, which infrastructure renders as a statement of a policy. */
export interface Permission {
  /** Letters and digits only: the id of its statement. */
  readonly id: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Conditions in the words of IAM: operator, key, values. */
  readonly when?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Use of a key of a region through one service. The id of a key is known only after it was made, its alias before: IAM compares
 * the aliases of whatever key is asked for (KMS Developer Guide, kms:ResourceAliases).
 */
export const useOfKey = (
  { name, account, region }: Cluster,
  purpose: EncryptionKeyPurpose,
  service: string,
  actions: readonly string[],
): Permission => ({
  id: `UseKeyOf${purpose.charAt(0).toUpperCase()}${purpose.slice(1)}`,
  actions,
  resources: [`arn:aws:kms:${region}:${account}:key/*`],
  when: {
    'ForAnyValue:StringEquals': { 'kms:ResourceAliases': keyAlias(name, purpose) },
    StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
  },
});
