import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ISTIO, type MeshPlan, meshHost, SUBSETS, selectorLabels, standardLabels, type Workload } from '../model';

/**
 * A pod that fails this often in a row is left alone for a while, and never more than half of the pods at once: a fault that
 * all of them share must not end in nobody answering (Envoy, outlier detection).
 */
const OUTLIERS = {
  consecutive5xxErrors: 5,
  consecutiveGatewayErrors: 5,
  interval: '10s',
  baseEjectionTime: '30s',
  maxEjectionPercent: 50,
  minHealthPercent: 50,
} as const;

/** What is near is asked first: the same network and region, then the zone; another region only when nobody is left here. */
const NEAREST_FIRST = ['topology.istio.io/network', 'topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];

const CONNECT_TIMEOUT = '2s';
/** Attempts beside the first that one caller's pod may have open at once (Envoy, circuit breaking, default 3). */
const OPEN_RETRIES = 3;

export interface ServiceDestinationProps {
  readonly workload: Workload;
  readonly mesh: MeshPlan;
}

/** How callers connect to a service: mutual TLS, bounded, to healthy pods that are near; and its subsets by version. */
export class ServiceDestination extends Construct {
  constructor(scope: Construct, id: string, { workload, mesh }: ServiceDestinationProps) {
    super(scope, id);
    const { name, namespace, rollout } = workload;
    const canary = rollout.strategy === 'canary' && rollout.router === 'istio';
    new ApiObject(this, 'Resource', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name, namespace, labels: standardLabels(workload) },
      spec: {
        host: meshHost(name, namespace),
        exportTo: ['.', ...(mesh.gateway ? [ISTIO.gateway.namespace] : [])],
        trafficPolicy: {
          // An ambient mesh encrypts connections itself, whoever opens them.
          ...(workload.arrival ? {} : { tls: { mode: 'ISTIO_MUTUAL' } }),
          connectionPool: connectionPool(mesh),
          outlierDetection: OUTLIERS,
          loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true, failoverPriority: NEAREST_FIRST } },
        },
        ...(canary ? { subsets: Object.values(SUBSETS).map((subset) => ({ name: subset, labels: selectorLabels(workload) })) } : {}),
      },
    });
  }
}

const connectionPool = ({ concurrency, requestPort }: MeshPlan) => ({
  tcp: { maxConnections: concurrency.value, connectTimeout: CONNECT_TIMEOUT },
  ...(requestPort
    ? { http: { http1MaxPendingRequests: concurrency.value, http2MaxRequests: concurrency.value, maxRetries: OPEN_RETRIES } }
    : {}),
});
