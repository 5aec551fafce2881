import { type AllowedCaller, type MeshPlan, type Port, principal } from '../model';

/** Rules of AuthorizationPolicies, wherever they are kept. */

/** The number by which a port is known: pods have one, and a waypoint, which stands for the Service, the other. */
export type Numbered = 'port' | 'servicePort';

/** Without a token a request has no principal of its own, so that asking for one is asking for a valid token. */
export function admitted(
  { namespace, serviceAccount, ports, methods, paths }: AllowedCaller,
  { jwt }: Pick<MeshPlan, 'jwt'>,
  by: Numbered = 'port',
) {
  return {
    from: [{ source: { principals: [principal(namespace, serviceAccount)], ...(jwt ? { requestPrincipals: [`${jwt.issuer}/*`] } : {}) } }],
    to: [
      {
        operation: {
          ports: ports.map((port) => String(port[by])),
          ...(methods.length > 0 ? { methods: [...methods] } : {}),
          ...(paths.length > 0 ? { paths: [...paths] } : {}),
        },
      },
    ],
  };
}

/** An identity on some ports. */
export const portRule = (identity: string, ports: readonly Pick<Port, 'port'>[]) => ({
  from: [{ source: { principals: [identity] } }],
  to: [{ operation: { ports: ports.map(({ port }) => String(port)) } }],
});

/** Tokens that are accepted. The service itself may want to know who asks, so that they are passed on. */
export const tokens = ({ issuer, jwks, audiences }: NonNullable<MeshPlan['jwt']>) => [
  { issuer, ...(jwks ? { jwksUri: jwks } : {}), ...(audiences ? { audiences: [...audiences] } : {}), forwardOriginalToken: true },
];
