import { type EncryptionKeyPurpose, keyAlias } from '../encryption-keys';
import type { Cluster } from '../platform';

/** Something that may be done in AWS: plain data, which infrastructure renders as a statement of a policy. */
export interface Permission {
  /** Letters and digits only: the id of its statement. */
  readonly id: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** All resources but the given ones are meant. */
  readonly others?: true;
  /** Conditions in the words of IAM: operator, key, values. */
  readonly when?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Use of a key through one service. The id of a key is known only after it was made, its alias before: IAM compares the aliases
 * of whatever key is asked for (KMS Developer Guide, kms:ResourceAliases).
 */
export const useOfAlias = (
  { account, region }: Pick<Cluster, 'account' | 'region'>,
  alias: string,
  service: string,
  actions: readonly string[],
): Permission => ({
  id: `UseKey${alias.replace(/^alias\//, '').replace(/[^a-zA-Z0-9]/g, '')}${region.replaceAll('-', '')}`,
  actions,
  resources: [`arn:aws:kms:${region}:${account}:key/*`],
  when: {
    'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias },
    StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
  },
});

/** Use of a key of a cluster through one service. */
export const useOfKey = (cluster: Cluster, purpose: EncryptionKeyPurpose, service: string, actions: readonly string[]): Permission => ({
  ...useOfAlias(cluster, keyAlias(cluster.name, purpose), service, actions),
  id: `UseKeyOf${purpose.charAt(0).toUpperCase()}${purpose.slice(1)}`,
});
