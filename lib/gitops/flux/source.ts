import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { FLUX_NAMESPACE, goDuration, type SecretStore, type SyncSource, storeKey } from '../../model';
import type { PlatformSpec } from '../../spec';

/** Time between two looks at the repository, when it does not call by itself. */
const INTERVAL = '1m';
/** A fetch that takes longer has failed. */
const TIMEOUT = '1m';

/** Secrets that Flux reads, by what they are for. */
export const SECRETS = {
  credentials: 'git-credentials',
  signingKeys: 'git-signing-keys',
  webhook: 'git-webhook',
  decryption: 'sops-age',
} as const;
type Purpose = keyof typeof SECRETS;

export interface VerifiedSourceProps {
  readonly name: string;
  readonly platform: string;
  readonly environment: string;
  readonly source: SyncSource;
  readonly git: PlatformSpec['git'];
  readonly store: SecretStore;
  readonly labels: Readonly<Record<string, string>>;
}

/** The GitRepository of an environment's branch, whose commits must be signed when keys are declared. */
export class VerifiedSource extends Construct {
  constructor(scope: Construct, id: string, { name, platform, environment, source, git, store, labels }: VerifiedSourceProps) {
    super(scope, id);
    new ApiObject(this, 'Resource', {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name, namespace: FLUX_NAMESPACE, labels },
      spec: {
        url: source.repository,
        ref: { branch: source.branch },
        interval: INTERVAL,
        timeout: TIMEOUT,
        ...(git.credentials ? { secretRef: { name: SECRETS.credentials } } : {}),
        ...(git.signingKeys ? { verify: { mode: 'HEAD', secretRef: { name: SECRETS.signingKeys } } } : {}),
      },
    });
    for (const purpose of Object.keys(SECRETS) as Purpose[]) {
      const key = git[purpose];
      if (!key) continue;
      new ApiObject(this, purpose, {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name: SECRETS[purpose], namespace: FLUX_NAMESPACE, labels },
        spec: {
          refreshInterval: goDuration(store.refreshSeconds),
          secretStoreRef: { kind: 'SecretStore', name: store.name },
          target: { name: SECRETS[purpose], creationPolicy: 'Owner', deletionPolicy: 'Retain' },
          dataFrom: [{ extract: { key: storeKey(platform, environment, key) } }],
        },
      });
    }
  }
}
