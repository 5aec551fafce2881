import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type ExternalService, ISTIO } from '../model';

export interface NamespaceMeshProps {
  readonly namespace: string;
  /** Hosts outside that workloads of the namespace may call. */
  readonly external: readonly ExternalService[];
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * What holds for every workload of a namespace: mutual TLS only, nobody may call, nothing may be called. What is allowed
 * beyond that each service says itself.
 */
export class NamespaceMesh extends Construct {
  constructor(scope: Construct, id: string, { namespace, external, labels }: NamespaceMeshProps) {
    super(scope, id);
    const object = (id: string, apiVersion: string, kind: string, name: string, spec: object) =>
      new ApiObject(this, id, { apiVersion, kind, metadata: { name, namespace, labels }, spec });
    object('Strict', 'security.istio.io/v1', 'PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
    object('Nothing', 'security.istio.io/v1', 'AuthorizationPolicy', 'allow-nothing', {});
    object('Nowhere', 'networking.istio.io/v1', 'Sidecar', 'default', {
      egress: [{ hosts: [`${ISTIO.controlPlane.namespace}/*`] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
    for (const [i, { host, cidrs, ports, protocol }] of external.entries()) {
      object(`External${i}`, 'networking.istio.io/v1', 'ServiceEntry', host, {
        hosts: [host],
        exportTo: ['.'],
        location: 'MESH_EXTERNAL',
        ...(cidrs.length > 0 ? { addresses: [...cidrs] } : {}),
        ports: ports.map((number) => ({ number, name: `${protocol.toLowerCase()}-${number}`, protocol })),
        resolution: cidrs.length > 0 ? 'NONE' : 'DNS',
      });
    }
  }
}
