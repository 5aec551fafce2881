import { REGION_DOWN_ALERT } from '../../alerting';
import type { PublicEndpoint } from '../../monitoring';
import type { Cluster } from '../../platform';
import { type Alert, type AlertGroup, group } from '../alert';
import { select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn } from '../scope';
import type { Detection } from './endpoints';

/**
 * Whether a region is down: told by what still runs in it, and by the region beside it, since a region that is gone tells
 * nothing.
 */
export function regionAlerts(
  scope: AlertScope,
  cluster: Cluster,
  peer: Cluster | undefined,
  endpoints: readonly PublicEndpoint[],
  detection: Detection,
): AlertGroup {
  const watched = peer?.role === 'primary' && endpoints.length > 0 ? [peer] : [];
  return group('region', [
    fromWithin(scope, detection),
    ...watched.map((other) => fromBeside(scope, cluster, other, endpoints, detection)),
  ]);
}

const waits = ({ intervalSeconds, threshold }: Detection) => Math.max(60, intervalSeconds * threshold);

const runbook = (scope: AlertScope, region: string, context: string) => ({
  means: `The platform serves nobody from ${region}. The other alerts about it are silent meanwhile: this one says it all.`,
  confirm: [
    step('Whether the cluster answers:', `kubectl --context ${context} get nodes`),
    step('What AWS says of the region:', `aws health describe-events --region us-east-1 --filter regions=${region},eventStatusCodes=open`),
    step('Which pods are ready in the cluster that tells:', kubectl('get pods --output wide', scope.namespace)),
  ],
  mitigate: [
    step('Only part of it is gone (a zone, the nodes, a release): see ZoneLost, NodeNotReady and ServiceUnavailable.'),
    step(
      'The region is gone: let the failover go its way, or start it, by the plan for recovery. Change nothing by hand in the region that takes over.',
    ),
  ],
  learn: ['How long from the first failed request to the page, and to the switch?', 'Was the recovery point kept?'],
});

const fromWithin = (scope: AlertScope, detection: Detection): Alert =>
  alertIn(scope, {
    name: REGION_DOWN_ALERT,
    expr: `sum(${select('kube_pod_status_ready', { namespace: scope.namespace, condition: 'true' })}) == 0`,
    forSeconds: waits(detection),
    severity: 'critical',
    labels: { region: scope.region, seen_from: scope.region },
    summary: `${scope.environment}: no pod of the platform is ready in ${scope.region}`,
    description: `For ${waits(detection)} s not one pod of the namespace ${scope.namespace} has been ready in ${scope.region}.`,
    runbook: runbook(scope, scope.region, `${scope.platform}-${scope.environment}-${scope.region}`),
  });

/** While the pods here are ready and no public endpoint answers, it is the serving region that is gone. */
function fromBeside(
  scope: AlertScope,
  cluster: Cluster,
  other: Cluster,
  endpoints: readonly PublicEndpoint[],
  detection: Detection,
): Alert {
  const names = endpoints.map(({ service }) => service).join('|');
  return alertIn(scope, {
    name: REGION_DOWN_ALERT,
    expr: `max(probe_success{job="public-endpoint",service=~"${names}"}) == 0\n  and\nsum(${select('kube_pod_status_ready', { namespace: scope.namespace, condition: 'true' })}) > 0`,
    forSeconds: waits(detection),
    severity: 'critical',
    labels: { region: other.region, seen_from: cluster.region },
    summary: `${scope.environment}: seen from ${cluster.region}, ${other.region} serves nobody`,
    description: `For ${waits(detection)} s no public endpoint has answered to ${cluster.region}, where the pods of the platform are ready. ${other.region} is the region that serves, unless a failover was made.`,
    runbook: runbook(scope, other.region, other.name),
  });
}
