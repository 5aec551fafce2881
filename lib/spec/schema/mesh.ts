import { z } from 'zod';
import { duration, name, share } from '../scalars';
import { object, text, whole } from './object';
import { portName } from './workload';

const issuer = object({
  name: text('Name of the issuer.'),
  kind: text('Its kind.').default('ClusterIssuer'),
  group: text('Its API group.').default('cert-manager.io'),
});

/** What the mesh of the platform is like; read with mesh: istio. */
export const istio = object(
  {
    revision: name('Revision of the control plane that sidecars belong to. Default: the one that injects by istio-injection.').optional(),
    dataPlane: z
      .enum(['sidecar', 'ambient'])
      .default('sidecar')
      .describe('A proxy in each pod, or one on each node and waypoints before services whose requests are read.'),
    routes: z
      .enum(['istio', 'gatewayApi'])
      .optional()
      .describe('What routes are written in. Default: istio (VirtualService); with dataPlane ambient gatewayApi, which it needs.'),
    amplification: whole('The most attempts that one request of a user may become along any path of calls.', 1, 100).default(3),
    gatewayIssuer: issuer
      .prefault({ name: 'public' })
      .describe('The issuer of cert-manager that signs the certificates of public hosts. Default: the ClusterIssuer public.'),
    trust: issuer
      .optional()
      .describe(
        'The issuer of cert-manager, outside the clusters, that signs the certificate authority of each mesh. Regions trust each other through it.',
      ),
  },
  'The service mesh; read with mesh: istio.',
).prefault({});

const percent = (description: string) => share(description, { min: 0.01, max: 100 });

/** What a service says of itself to the mesh. */
export const serviceMesh = object(
  {
    plaintext: z
      .record(portName, text('Why its callers cannot speak mutual TLS.'))
      .default({})
      .describe('Ports that admit plaintext, each with the reason. Default: none.'),
    jwt: object({
      issuer: z.url('an address such as https://accounts.example.com').describe('Issuer of the tokens.'),
      jwks: z.url('an address of keys').describe('Where its keys are. Default: as its OpenID configuration says.').optional(),
      audiences: z.array(z.string().min(1)).min(1).optional().describe('Audiences that a token may name. Default: any.'),
    })
      .optional()
      .describe('Requests must carry a token of this issuer.'),
    fault: object({
      abort: object({ percent: percent('Share of requests.'), status: whole('HTTP status that they get.', 200, 599) }).optional(),
      delay: object({
        percent: percent('Share of requests.'),
        time: duration('How long they wait.', { min: '1ms', max: '5m' }),
      }).optional(),
      environments: z.array(name('Environment.')).min(1).describe('Environments in which requests are disturbed.'),
    })
      .optional()
      .describe('Faults that are put into requests, to see what callers make of them.'),
    mirror: object({ service: text('Service that receives a copy; its answers are dropped.'), percent: percent('Share of requests.') })
      .optional()
      .describe('Requests that are copied to another service.'),
  },
  'How the mesh treats it; read with mesh: istio.',
).prefault({});
