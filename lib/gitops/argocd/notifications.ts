import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { dump } from 'js-yaml';
import { ARGOCD_NAMESPACE, goDuration, type SecretStore, storeKey } from '../../model';
import type { PlatformSpec } from '../../spec';

type Receivers = PlatformSpec['receivers'];
type Receiver = Receivers[string];
type Severity = NonNullable<Receiver['severities']>[number];

/** What is told, how bad it is, and when. */
const EVENTS = [
  { name: 'health-degraded', severity: 'critical', when: "app.status.health.status == 'Degraded'", text: 'is degraded' },
  {
    name: 'sync-failed',
    severity: 'warning',
    when: "app.status.operationState != nil and app.status.operationState.phase in ['Error', 'Failed']",
    text: 'could not be synced',
  },
  { name: 'sync-unknown', severity: 'warning', when: "app.status.sync.status == 'Unknown'", text: 'cannot be compared with Git' },
  {
    name: 'deployed',
    severity: 'info',
    when: "app.status.operationState != nil and app.status.operationState.phase in ['Succeeded'] and app.status.health.status == 'Healthy'",
    text: 'runs the new release',
  },
] as const;

export interface SyncNotificationsProps {
  readonly platform: string;
  readonly environment: string;
  readonly receivers: Receivers;
  readonly store: SecretStore;
  readonly labels: Readonly<Record<string, string>>;
}

/** Configuration of Argo CD's notifications: which receiver hears of which event. Keys come from the secret store. */
export class SyncNotifications extends Construct {
  constructor(scope: Construct, id: string, { platform, environment, receivers, store, labels }: SyncNotificationsProps) {
    super(scope, id);
    // Mail needs a server of its own, which alerting declares; Argo CD tells the others.
    const told = Object.entries(receivers)
      .filter(([, { type }]) => type !== 'email')
      .sort(([a], [b]) => (a < b ? -1 : 1));
    if (told.length === 0) return;
    new k8s.KubeConfigMap(this, 'Config', {
      metadata: { name: 'argocd-notifications-cm', namespace: ARGOCD_NAMESPACE, labels },
      data: {
        ...Object.fromEntries(
          told.map(([name, receiver]) => [`service.${SERVICES[receiver.type]}.${name}`, dump(connection(name, receiver))]),
        ),
        ...Object.fromEntries(EVENTS.map((event) => [`trigger.on-${event.name}`, dump([trigger(event)])])),
        ...Object.fromEntries(EVENTS.map((event) => [`template.${event.name}`, dump(template(event))])),
        subscriptions: dump(told.flatMap(([name, receiver]) => subscription(name, receiver))),
      },
    });
    new ApiObject(this, 'Keys', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'argocd-notifications-secret', namespace: ARGOCD_NAMESPACE, labels },
      spec: {
        refreshInterval: goDuration(store.refreshSeconds),
        secretStoreRef: { kind: 'SecretStore', name: store.name },
        // Argo CD's own manifests bring the Secret.
        target: { name: 'argocd-notifications-secret', creationPolicy: 'Merge', deletionPolicy: 'Retain' },
        data: told.map(([name, receiver]) => ({
          secretKey: name,
          remoteRef: { key: storeKey(platform, environment, 'key' in receiver ? receiver.key : '') },
        })),
      },
    });
  }
}

const SERVICES = { pagerduty: 'pagerdutyv2', slack: 'slack', webhook: 'webhook', email: 'email' } as const;

/** `$name` is replaced by the entry of the Secret. */
function connection(name: string, { type }: Receiver) {
  if (type === 'pagerduty') return { serviceKeys: { [name]: `$${name}` } };
  return type === 'slack' ? { token: `$${name}` } : { url: `$${name}` };
}

const trigger = ({ name, when }: (typeof EVENTS)[number]) => ({
  when,
  send: [name],
  ...(name === 'deployed' ? { oncePer: 'app.status.sync.revision' } : {}),
});

function template({ text, severity }: (typeof EVENTS)[number]) {
  const message = `{{.app.metadata.name}} ${text}: {{.context.argocdUrl}}/applications/{{.app.metadata.name}}`;
  return {
    message,
    pagerdutyv2: { summary: `{{.app.metadata.name}} ${text}`, severity, source: '{{.app.metadata.name}}' },
  };
}

function subscription(name: string, receiver: Receiver) {
  const wanted: readonly Severity[] = receiver.severities ?? (receiver.type === 'pagerduty' ? ['critical'] : ['warning']);
  const triggers = EVENTS.filter(({ severity }) => wanted.includes(severity)).map((event) => `on-${event.name}`);
  const recipient = receiver.type === 'slack' ? receiver.channel : receiver.type === 'pagerduty' ? name : '';
  return triggers.length > 0 ? [{ recipients: [`${name}:${recipient}`], triggers }] : [];
}
