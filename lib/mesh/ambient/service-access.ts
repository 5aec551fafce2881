import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ISTIO,
  type MeshPlan,
  MONITORING_NAMESPACE,
  PROMETHEUS_ACCOUNT,
  principal,
  selectorLabels,
  standardLabels,
  type Workload,
} from '../../model';
import { admitted, portRule, tokens } from '../access-rules';

export interface AmbientAccessProps {
  readonly workload: Workload;
  readonly mesh: MeshPlan;
}

/**
 * Who may call a workload of an ambient mesh. The proxy of its node sees identities and ports, and keeps what is said of pods.
 * Where requests are read, callers are told apart by the waypoint, in policies for the Service; the pods admit the waypoint only.
 * Prometheus asks the pods themselves, since each of them counts for itself.
 */
export class AmbientAccess extends Construct {
  constructor(scope: Construct, id: string, { workload, mesh }: AmbientAccessProps) {
    super(scope, id);
    const { name, namespace, metrics, arrival, ports } = workload;
    const labels = standardLabels(workload);
    const selector = { matchLabels: selectorLabels(workload) };
    const policy = (id: string, name: string, spec: object) =>
      new ApiObject(this, id, {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name, namespace, labels },
        spec: { ...spec, action: 'ALLOW' },
      });
    const targetRefs = [{ group: '', kind: 'Service', name }];
    const atWaypoint = arrival === 'waypoint';
    const callers = mesh.callers.map((caller) => admitted(caller, mesh, atWaypoint ? 'servicePort' : 'port'));
    if (atWaypoint && callers.length > 0) policy('AtWaypoint', name, { targetRefs, rules: callers });
    const direct = [
      ...(atWaypoint ? (callers.length > 0 ? [portRule(principal(namespace, ISTIO.waypoint), ports)] : []) : callers),
      ...(metrics ? [portRule(principal(MONITORING_NAMESPACE, PROMETHEUS_ACCOUNT), [metrics.port])] : []),
      ...mesh.plaintext.map(({ port }) => ({ to: [{ operation: { ports: [String(port.port)] } }] })),
    ];
    if (direct.length > 0) policy('AtPods', atWaypoint ? `${name}-pods` : name, { selector, rules: direct });
    if (mesh.jwt) {
      new ApiObject(this, 'Tokens', {
        apiVersion: 'security.istio.io/v1',
        kind: 'RequestAuthentication',
        metadata: { name, namespace, labels },
        spec: { targetRefs, jwtRules: tokens(mesh.jwt) },
      });
    }
  }
}
