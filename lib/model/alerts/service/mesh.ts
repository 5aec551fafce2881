import { meshSeries } from '../../indicators';
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
  return group('mesh', [errors(scope, requests.protocol === 'grpc' ? 'grpc' : 'http'), plaintext(scope)]);
}

const arriving = ({ namespace, service = '' }: AlertScope, more = '') => {
  const { requests, matchers } = meshSeries('http');
  return `sum by (namespace, source_workload) (rate(${requests}{namespace="${namespace}",job="${service}",${matchers}${more && `,${more}`}}[5m]))`;
};

function errors(scope: AlertScope, protocol: 'http' | 'grpc'): Alert {
  const { meshErrorShare, meshLeastRate } = LIMITS;
  const { service = '' } = scope;
  return alertIn(scope, {
    name: 'MeshErrors',
    expr: `${arriving(scope, meshSeries(protocol).failed)}\n  /\n(${arriving(scope)} > ${meshLeastRate}) > ${meshErrorShare}`,
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
          kubectl(`logs deployment/${service} --container istio-proxy --tail 100`, scope.namespace),
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
    expr: `${arriving(scope, 'connection_security_policy!="mutual_tls"')} > 0`,
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
