import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ALERTMANAGER_URL, FLUX_NAMESPACE, goDuration, type SecretStore, storeKey } from '../../model';
import type { PlatformSpec } from '../../spec';
import { SECRETS } from './source';

/** What is told about. */
const SOURCES = ['GitRepository', 'Kustomization'].map((kind) => ({ kind, name: '*' }));

export interface SyncEventsProps {
  readonly name: string;
  readonly platform: string;
  readonly environment: string;
  readonly region: string;
  readonly repository: string;
  readonly receivers: PlatformSpec['receivers'];
  readonly git: PlatformSpec['git'];
  readonly store: SecretStore;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Alerts and Receiver of a cluster. Errors go to Alertmanager, which knows whom to wake; chats also hear of releases. The
 * Receiver is what the repository calls, so that a commit need not wait for the next look.
 */
export class SyncEvents extends Construct {
  constructor(scope: Construct, id: string, props: SyncEventsProps) {
    super(scope, id);
    this.alert('alertmanager', 'error', { type: 'alertmanager', address: ALERTMANAGER_URL }, props);
    for (const [name, receiver] of Object.entries(props.receivers).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (receiver.type !== 'slack') continue;
      this.token(name, receiver.key, props);
      const provider = {
        type: 'slack',
        address: 'https://slack.com/api/chat.postMessage',
        channel: receiver.channel.slice(1),
        secretRef: { name: tokenName(name) },
      };
      this.alert(name, receiver.severities?.includes('info') ? 'info' : 'error', provider, props);
    }
    if (props.git.webhook) this.receiver(props);
  }

  private alert(name: string, severity: 'info' | 'error', provider: object, { environment, region, labels }: SyncEventsProps): void {
    const metadata = { name, namespace: FLUX_NAMESPACE, labels };
    const apiVersion = 'notification.toolkit.fluxcd.io/v1beta3';
    new ApiObject(this, `${name}-provider`, { apiVersion, kind: 'Provider', metadata, spec: provider });
    new ApiObject(this, `${name}-alert`, {
      apiVersion,
      kind: 'Alert',
      metadata,
      spec: {
        providerRef: { name },
        eventSeverity: severity,
        eventSources: SOURCES,
        eventMetadata: { environment, region, severity: severity === 'error' ? 'warning' : 'info' },
      },
    });
  }

  private token(name: string, key: string, { platform, environment, store, labels }: SyncEventsProps): void {
    new ApiObject(this, `${name}-token`, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: tokenName(name), namespace: FLUX_NAMESPACE, labels },
      spec: {
        refreshInterval: goDuration(store.refreshSeconds),
        secretStoreRef: { kind: 'SecretStore', name: store.name },
        target: { name: tokenName(name), creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        data: [{ secretKey: 'token', remoteRef: { key: storeKey(platform, environment, key) } }],
      },
    });
  }

  private receiver({ name, repository, labels }: SyncEventsProps): void {
    const gitlab = /gitlab/.test(repository);
    new ApiObject(this, 'Receiver', {
      apiVersion: 'notification.toolkit.fluxcd.io/v1',
      kind: 'Receiver',
      metadata: { name, namespace: FLUX_NAMESPACE, labels },
      spec: {
        type: gitlab ? 'gitlab' : 'github',
        events: gitlab ? ['Push Hook'] : ['ping', 'push'],
        secretRef: { name: SECRETS.webhook },
        resources: [{ kind: 'GitRepository', name }],
      },
    });
  }
}

const tokenName = (receiver: string) => `${receiver}-token`;
