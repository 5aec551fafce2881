import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { dump } from 'js-yaml';
import { type AlertingForm, goDuration, keysOf, MONITORING_NAMESPACE, type Routing, type SecretStore } from '../../model';
import { alertmanagerConfig } from './config';
import { SLACK } from './messages';

/** The Secret that the Alertmanager of the operator reads, and that an AlertmanagerConfig takes its keys from. */
export const CONFIG_SECRET = 'alertmanager-config';
/** The entry with the address of Slack, which an AlertmanagerConfig takes from a Secret only. */
export const SLACK_URL_KEY = 'slack-url';
/** Where the operator mounts that Secret: every entry beside alertmanager.yaml is a file there. */
const KEY_FOLDER = '/etc/alertmanager/config';

export interface AlertmanagerSecretProps {
  readonly routing: Routing;
  readonly form: AlertingForm;
  readonly store: SecretStore;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The ExternalSecret from which the Secret of Alertmanager is made: its configuration, which is no secret, and beside it the
 * keys from the store that it names as files. Both come in one Secret, so that they change together. For an
 * AlertmanagerConfig it holds the keys alone.
 */
export class AlertmanagerSecret extends Construct {
  constructor(scope: Construct, id: string, { routing, form, store, labels }: AlertmanagerSecretProps) {
    super(scope, id);
    new ApiObject(this, 'Resource', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: CONFIG_SECRET, namespace: MONITORING_NAMESPACE, labels },
      spec: {
        refreshInterval: goDuration(store.refreshSeconds),
        secretStoreRef: { kind: 'SecretStore', name: store.name },
        target: {
          name: CONFIG_SECRET,
          creationPolicy: 'Owner',
          deletionPolicy: 'Retain',
          template: { engineVersion: 'v2', mergePolicy: 'Merge', data: quoted(dataOf(routing, form)) },
        },
        data: keysOf(routing).map(({ file, storeKey }) => ({ secretKey: file, remoteRef: { key: storeKey } })),
      },
    });
  }
}

function dataOf(routing: Routing, form: AlertingForm): Readonly<Record<string, string>> {
  if (form === 'file') return { 'alertmanager.yaml': dump(alertmanagerConfig(routing, KEY_FOLDER), { lineWidth: -1, noRefs: true }) };
  return routing.receivers.some(({ by }) => by.type === 'slack') ? { [SLACK_URL_KEY]: SLACK } : {};
}

/** The External Secrets Operator reads a template in the same language as Alertmanager; what is meant for the latter is quoted. */
const quoted = (data: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(data).map(([file, text]) => [file, text.replaceAll('{{', '{{ "{{" }}')]));
