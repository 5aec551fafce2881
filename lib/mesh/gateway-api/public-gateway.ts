import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ISTIO, meshHost, type Workload } from '../../model';
import { GATEWAY, type PublicName, secretOf } from '../names';

const GROUP = 'gateway.networking.k8s.io';

export interface ApiGatewayProps {
  /** The proxies that serve it. */
  readonly workload: Workload;
  /** Public hosts, sorted. */
  readonly hosts: readonly PublicName[];
  /** Namespaces whose routes it takes. */
  readonly namespaces: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The door for public hosts in the Gateway API. Its address is a Service of ours, so that the control plane makes no pods of its
 * own for it (Istio, Kubernetes Gateway API: manual deployment). On the port for plaintext no service has a route: what comes
 * there is sent to HTTPS. TLS starts at 1.2, as everywhere in Istio.
 */
export class ApiGateway extends Construct {
  constructor(scope: Construct, id: string, { workload, hosts, namespaces, labels }: ApiGatewayProps) {
    super(scope, id);
    const { namespace } = ISTIO.gateway;
    const from = {
      from: 'Selector',
      selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces] }] },
    };
    new ApiObject(this, 'Gateway', {
      apiVersion: `${GROUP}/v1`,
      kind: 'Gateway',
      metadata: { name: GATEWAY, namespace, labels },
      spec: {
        gatewayClassName: 'istio',
        addresses: [{ type: 'Hostname', value: meshHost(workload.name, namespace) }],
        listeners: [
          { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
          ...hosts.flatMap(({ host, aliases }, i) =>
            [host, ...aliases].map((hostname, j) => ({
              name: j === 0 ? `https-${i}` : `https-${i}-${j}`,
              hostname,
              port: 443,
              protocol: 'HTTPS',
              tls: { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: secretOf(host) }] },
              allowedRoutes: { namespaces: from },
            })),
          ),
        ],
      },
    });
    new ApiObject(this, 'Redirect', {
      apiVersion: `${GROUP}/v1`,
      kind: 'HTTPRoute',
      metadata: { name: 'https-redirect', namespace, labels },
      spec: {
        parentRefs: [{ group: GROUP, kind: 'Gateway', name: GATEWAY, sectionName: 'http' }],
        rules: [{ name: 'redirect', filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
      },
    });
  }
}
