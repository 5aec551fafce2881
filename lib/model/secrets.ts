/** A value that a workload reads from the secret store as an environment variable. */
export interface SecretValue {
  readonly variable: string;
  /** Key in the store, with the prefix of the environment. */
  readonly key: string;
  /** Default: the whole value. */
  readonly property?: string;
}

/** The secret store of a cluster. */
export interface SecretStore {
  readonly kind: 'SecretStore' | 'ClusterSecretStore';
  readonly name: string;
  readonly refreshSeconds: number;
  /** The shortest time between two rotations of a secret, when it is declared. */
  readonly rotationSeconds?: number;
  readonly backend:
    | { readonly provider: 'awsSecretsManager'; readonly region: string }
    | { readonly provider: 'vault'; readonly server: string; readonly path: string; readonly mountPath: string; readonly role: string };
}

/** A duration as Go writes it, which has no days. */
export function goDuration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.flatMap(([count, unit]) => (count > 0 ? [`${count}${unit}`] : [])).join('') || '0s';
}
