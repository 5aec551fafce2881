import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ISTIO, selectorLabels, standardLabels, type Workload } from '../../model';

/** Labels and annotations of the pods and the Service that the control plane makes. */
export interface MadeGatewayProps {
  readonly workload: Workload;
  /** Revision of the control plane that makes it. @default the one without a revision */
  readonly revision?: string;
  readonly listener: { readonly name: string; readonly tls?: object };
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * A gateway whose pods the control plane makes: waypoints, and in ambient mode the door to the other region. What its pods ask
 * for, how many there are and how many may be missing stands in a ConfigMap, which the control plane lays over its own template
 * (Istio, Kubernetes Gateway API: automated deployment, infrastructure.parametersRef).
 */
export class MadeGateway extends Construct {
  constructor(scope: Construct, id: string, { workload, revision, listener, annotations }: MadeGatewayProps) {
    super(scope, id);
    const { name, namespace, proxy } = workload;
    const labels = standardLabels(workload);
    new k8s.KubeConfigMap(this, 'Parameters', { metadata: { name, namespace, labels }, data: parameters(workload) });
    new ApiObject(this, 'Resource', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: {
        name,
        namespace,
        labels: { ...labels, ...proxy?.labels, ...(revision === undefined ? {} : { 'istio.io/rev': revision }) },
      },
      spec: {
        gatewayClassName: proxy?.madeFrom,
        infrastructure: {
          labels: { ...labels, ...proxy?.labels },
          ...(annotations ? { annotations } : {}),
          parametersRef: { group: '', kind: 'ConfigMap', name },
        },
        listeners: [{ name: listener.name, port: ISTIO.hbone, protocol: 'HBONE', ...(listener.tls ? { tls: listener.tls } : {}) }],
      },
    });
  }
}

/** JSON is YAML, and its order never changes. */
function parameters(workload: Workload): Record<string, string> {
  const { resources, scaling, stop } = workload;
  const { requests, limits } = resources;
  const container = {
    name: 'istio-proxy',
    resources: {
      requests: { cpu: requests.cpu.text, memory: requests.memory.text, 'ephemeral-storage': requests.ephemeralStorage.text },
      limits: { memory: limits.memory.text, 'ephemeral-storage': limits.ephemeralStorage.text },
    },
  };
  const spread = (topologyKey: string) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selectorLabels(workload) },
  });
  return {
    deployment: JSON.stringify({
      spec: {
        template: {
          spec: {
            terminationGracePeriodSeconds: stop.waitSeconds + stop.graceSeconds,
            // Namespaces are at level restricted, and the template of waypoints says nothing of it.
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            topologySpreadConstraints: [spread('topology.kubernetes.io/zone'), spread('kubernetes.io/hostname')],
            containers: [container],
          },
        },
      },
    }),
    ...(scaling
      ? {
          horizontalPodAutoscaler: JSON.stringify({
            spec: {
              minReplicas: scaling.floor.value,
              maxReplicas: scaling.ceiling.value,
              metrics: [
                {
                  type: 'Resource',
                  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: scaling.targetCpuPercent } },
                },
              ],
            },
          }),
        }
      : {}),
    podDisruptionBudget: JSON.stringify({ spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' } }),
  };
}
