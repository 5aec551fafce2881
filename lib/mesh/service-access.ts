import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type AllowedCaller, ANNOTATIONS, type MeshPlan, principal, selectorLabels, standardLabels, type Workload } from '../model';

export interface ServiceAccessProps {
  readonly workload: Workload;
  readonly mesh: MeshPlan;
}

/** Who may call a workload, by the identity in their certificate. The namespace allows nothing else. */
export class ServiceAccess extends Construct {
  constructor(scope: Construct, id: string, { workload, mesh }: ServiceAccessProps) {
    super(scope, id);
    const { name, namespace } = workload;
    const metadata = { name, namespace, labels: standardLabels(workload) };
    const selector = { matchLabels: selectorLabels(workload) };
    const rules = [
      ...mesh.callers.map((caller) => admitted(caller, mesh)),
      ...(mesh.plaintext.length > 0 ? [{ to: [{ operation: { ports: mesh.plaintext.map(({ port }) => String(port.port)) } }] }] : []),
    ];
    if (rules.length > 0) {
      new ApiObject(this, 'Policy', {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata,
        spec: { selector, action: 'ALLOW', rules },
      });
    }
    if (mesh.jwt) {
      const { issuer, jwks, audiences } = mesh.jwt;
      new ApiObject(this, 'Tokens', {
        apiVersion: 'security.istio.io/v1',
        kind: 'RequestAuthentication',
        metadata,
        spec: {
          selector,
          // The service itself may want to know who asks.
          jwtRules: [
            { issuer, ...(jwks ? { jwksUri: jwks } : {}), ...(audiences ? { audiences: [...audiences] } : {}), forwardOriginalToken: true },
          ],
        },
      });
    }
    if (mesh.plaintext.length > 0) {
      new ApiObject(this, 'Plaintext', {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: {
          ...metadata,
          annotations: { [ANNOTATIONS.plaintext]: mesh.plaintext.map(({ port, because }) => `${port.name}: ${because}`).join('; ') },
        },
        spec: {
          selector,
          mtls: { mode: 'STRICT' },
          portLevelMtls: Object.fromEntries(mesh.plaintext.map(({ port }) => [port.port, { mode: 'PERMISSIVE' }])),
        },
      });
    }
  }
}

/** Without a token a request has no principal of its own, so that asking for one is asking for a valid token. */
function admitted({ namespace, serviceAccount, ports, methods, paths }: AllowedCaller, { jwt }: MeshPlan) {
  return {
    from: [{ source: { principals: [principal(namespace, serviceAccount)], ...(jwt ? { requestPrincipals: [`${jwt.issuer}/*`] } : {}) } }],
    to: [
      {
        operation: {
          ports: ports.map(({ port }) => String(port)),
          ...(methods.length > 0 ? { methods: [...methods] } : {}),
          ...(paths.length > 0 ? { paths: [...paths] } : {}),
        },
      },
    ],
  };
}
