import { EXTERNAL_SECRETS, secretName } from '../../names';
import type { Workload } from '../../workload';
import { type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { LIMITS } from '../thresholds';

/** Whether the secrets of a service follow the store. */
export function secretAlerts(scope: AlertScope, { name, namespace, secretStore }: Workload): AlertGroup {
  const secret = secretName(name);
  const refresh = secretStore ? `, and is asked every ${Math.round(secretStore.refreshSeconds / 60)} minutes` : '';
  return group('secrets', [
    alertIn(scope, {
      name: 'SecretNotSynced',
      expr: `${select('externalsecret_status_condition', { namespace, name: secret, condition: 'Ready', status: 'False' })} == 1`,
      forSeconds: LIMITS.secretSeconds,
      severity: 'warning',
      summary: `${name} in ${place(scope)}: its secrets do not come from the store`,
      description: `The ExternalSecret ${secret} has not been synced for ${LIMITS.secretSeconds / 60} minutes. The store holds the truth${refresh}.`,
      runbook: {
        means: 'Pods keep the values that they have. A new pod starts with old ones, and after a rotation with ones that no longer work.',
        confirm: [
          step('What the operator says of it:', kubectl(`describe externalsecret ${secret}`, namespace)),
          step('Whether the store itself is reachable:', kubectl('get secretstores,clustersecretstores', namespace)),
          step('The operator:', kubectl('logs deployment/external-secrets --tail 100', EXTERNAL_SECRETS.namespace)),
        ],
        mitigate: [
          step(
            'A key is missing in the store: add it. Then ask again at once:',
            kubectl(`annotate externalsecret ${secret} force-sync="$(date +%s)" --overwrite`, namespace),
          ),
          step('The store refuses: its role may have changed; deploy the stack of the cluster again.'),
        ],
        learn: ['Did a rotation or a change of permissions precede it?'],
      },
    }),
  ]);
}
