import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { dump } from 'js-yaml';
import { goDuration, keysOf, MONITORING_NAMESPACE, type Routing, type SecretStore } from '../../model';
import { alertmanagerConfig } from './config';

/** The Secret that the Alertmanager of the operator reads. */
export const CONFIG_SECRET = 'alertmanager-config';
/** Where the operator mounts that Secret: every entry beside alertmanager.yaml is a file there. */
const KEY_FOLDER = '/etc/alertmanager/config';

export interface AlertmanagerSecretProps {
  readonly routing: Routing;
  readonly store: SecretStore;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The ExternalSecret from which the Secret of Alertmanager is made: its configuration, which is no secret, and beside it the
 * keys from the store that it names as files. Both come in one Secret, so that they change together.
 */
export class AlertmanagerSecret extends Construct {
  constructor(scope: Construct, id: string, { routing, store, labels }: AlertmanagerSecretProps) {
    super(scope, id);
    const text = dump(alertmanagerConfig(routing, KEY_FOLDER), { lineWidth: -1, noRefs: true });
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
          template: { engineVersion: 'v2', mergePolicy: 'Merge', data: { 'alertmanager.yaml': escaped(text) } },
        },
        data: keysOf(routing).map(({ file, storeKey }) => ({ secretKey: file, remoteRef: { key: storeKey } })),
      },
    });
  }
}

/** The External Secrets Operator reads a template in the same language as Alertmanager; what is meant for the latter is quoted. */
const escaped = (text: string) => text.replaceAll('{{', '{{ "{{" }}');
