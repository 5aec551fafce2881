import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type ExternalService, ISTIO, principal } from '../../model';

/** A host outside, with the accounts that call it. */
export interface CalledHost extends ExternalService {
  readonly callers: readonly string[];
}

export interface AmbientNamespaceProps {
  readonly namespace: string;
  readonly external: readonly CalledHost[];
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * What holds for every workload of a namespace in an ambient mesh: mutual TLS only, and nobody may call, neither at the pods nor
 * at the waypoint. Nothing limits what a pod may call but the network, so that hosts outside are reached through the waypoint:
 * it knows them by name and their callers by identity, and addresses that nobody named are not reached at all.
 */
export class AmbientNamespace extends Construct {
  constructor(scope: Construct, id: string, { namespace, external, labels }: AmbientNamespaceProps) {
    super(scope, id);
    const object = (
      id: string,
      apiVersion: string,
      kind: string,
      name: string,
      spec: object,
      more: Readonly<Record<string, string>> = {},
    ) => new ApiObject(this, id, { apiVersion, kind, metadata: { name, namespace, labels: { ...labels, ...more } }, spec });
    const policy = (id: string, name: string, spec: object) => object(id, 'security.istio.io/v1', 'AuthorizationPolicy', name, spec);
    object('Strict', 'security.istio.io/v1', 'PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
    policy('Nothing', 'allow-nothing', {});
    policy('NothingAtWaypoint', 'waypoint-allow-nothing', {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: ISTIO.waypoint }],
    });
    for (const [i, { host, cidrs, ports, protocol, callers }] of external.entries()) {
      // Addresses without a name go past the mesh; the network admits these and no others.
      if (cidrs.length > 0) continue;
      object(
        `External${i}`,
        'networking.istio.io/v1',
        'ServiceEntry',
        host,
        {
          hosts: [host],
          exportTo: ['.'],
          location: 'MESH_EXTERNAL',
          ports: ports.map((number) => ({ number, name: `${protocol.toLowerCase()}-${number}`, protocol })),
          resolution: 'DNS',
        },
        { 'istio.io/use-waypoint': ISTIO.waypoint },
      );
      policy(`To${i}`, `to-${host}`, {
        targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: host }],
        action: 'ALLOW',
        rules: [
          {
            from: [{ source: { principals: callers.map((caller) => principal(namespace, caller)) } }],
            to: [{ operation: { ports: ports.map(String) } }],
          },
        ],
      });
    }
  }
}
