import { meshSeries } from '../../indicators';
import { ISTIO } from '../../mesh';
import type { PlacedService } from '../../platform';
import { type Alert, type AlertGroup, group } from '../alert';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { showPods, undoRelease } from '../steps';
import { LIMITS } from '../thresholds';

/** What the mesh sees of requests to a service: errors, and whether they come encrypted. */
export function meshAlerts(scope: AlertScope, { workload }: PlacedService): AlertGroup {
  const requests = workload.ports.find(({ protocol }) => protocol === 'http' || protocol === 'grpc');
  if (!requests) return group('mesh', []);
  // What comes from outside comes through a gateway, which belongs to the mesh.
  const protocol = requests.protocol === 'grpc' ? 'grpc' : 'http';
  // Proxies of nodes let nothing in that is not encrypted, and count no requests.
  return workload.arrival
    ? group('mesh', [errors(scope, protocol, 'waypoint')])
    : group('mesh', [errors(scope, protocol, 'destination'), plaintext(scope)]);
}

/** Who counts: the proxy beside the callee, or the waypoint before it. */
type Reporter = 'destination' | 'waypoint';

const arriving = ({ namespace, service = '' }: AlertScope, reporter: Reporter, more = '') => {
  const { requests } = meshSeries('http');
  const callee = reporter === 'waypoint' ? `destination_service_name="${service}"` : `job="${service}"`;
  const matching = [`namespace="${namespace}"`, callee, `reporter="${reporter}"`, ...(more ? [more] : [])].join(',');
  return `sum by (namespace, source_workload) (rate(${requests}{${matching}}[5m]))`;
};

function errors(scope: AlertScope, protocol: 'http' | 'grpc', reporter: Reporter): Alert {
  const { meshErrorShare, meshLeastRate } = LIMITS;
  const { service = '' } = scope;
  return alertIn(scope, {
    name: 'MeshErrors',
    expr: `${arriving(scope, reporter, meshSeries(protocol).failed)}\n  /\n(${arriving(scope, reporter)} > ${meshLeastRate}) > ${meshErrorShare}`,
    forSeconds: 600,
    severity: 'warning',
    summary: `${service} in ${place(scope)}: requests of {{ $labels.source_workload }} fail`,
    description: `{{ $value | humanizePercentage }} of the requests of {{ $labels.source_workload }} to ${service} fail; the limit is ${meshErrorShare * 100}%.`,
    runbook: {
      means:
        'One caller gets errors from this service. Where other callers do not, its requests differ, or the way between the two is broken.',
      confirm: [
        showPods(scope),
        step(
          'What the proxies answered, and why (response flags):',
          kubectl(
            `logs deployment/${reporter === 'waypoint' ? ISTIO.waypoint : service} --container istio-proxy --tail 100`,
            scope.namespace,
          ),
        ),
      ],
      mitigate: [undoRelease, step('The caller sends too much: see its own alerts and AtReplicaCeiling.')],
      learn: ['Did retries of the caller make it worse?'],
    },
  });
}

function plaintext(scope: AlertScope): Alert {
  const { service = '' } = scope;
  return alertIn(scope, {
    name: 'MeshPlaintext',
    expr: `${arriving(scope, 'destination', 'connection_security_policy!="mutual_tls"')} > 0`,
    forSeconds: 300,
    severity: 'warning',
    summary: `${service} in ${place(scope)}: requests arrive without mutual TLS`,
    description: `{{ $value | humanize }} requests a second from {{ $labels.source_workload }} reach ${service} without mutual TLS, so that nobody knows who sends them.`,
    runbook: {
      means:
        'A caller is outside the mesh, or a policy lets plaintext in: what is sent can be read, and authorisation by identity does not hold.',
      confirm: [
        step('Whether the policy is STRICT:', kubectl('get peerauthentications', scope.namespace)),
        step(
          'Which pods have no sidecar:',
          kubectl('get pods --output custom-columns=NAME:.metadata.name,CONTAINERS:.spec.containers[*].name', scope.namespace),
        ),
      ],
      mitigate: [step('Give the caller a sidecar: restart its pods.', kubectl('rollout restart deployment/<caller>', scope.namespace))],
      learn: ['How did a workload without a sidecar come into the namespace?'],
    },
  });
}
