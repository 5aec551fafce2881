import { loadAll } from 'js-yaml';
import type { ManifestSet } from '../../../lib/policy';
import type { RuleCases } from './case';

/** An ambient mesh in which web calls cart through a waypoint and db directly, and the waypoint leads to a bank outside. */
const MESH = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient }, annotations: { holdfast.dev/mesh-attempts: "1" } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: allow-nothing, namespace: shop }
spec: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: bank, namespace: shop, labels: { istio.io/use-waypoint: waypoint } }
spec: { hosts: [bank.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 443, name: tls, protocol: TLS }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: bank, namespace: shop }
spec:
  targetRefs: [{ group: networking.istio.io, kind: ServiceEntry, name: bank }]
  rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/cart] } }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: waypoint, namespace: shop }
spec:
  podSelector: { matchLabels: { gateway.networking.k8s.io/gateway-name: waypoint } }
  policyTypes: [Ingress, Egress]
  ingress:
    - { from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 15008 }] }
    - { from: [{ podSelector: { matchLabels: { app: cart } } }], ports: [{ port: 15008 }] }
  egress:
    - { to: [{ podSelector: { matchLabels: { app: cart } } }], ports: [{ port: 15008 }] }
    - { to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 443 }] }
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } }, podSelector: { matchLabels: { app: istiod } } }]
      ports: [{ port: 15012, protocol: TCP }]
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: istio
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - { name: https, hostname: shop.example.com, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: shop }] } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: redirect, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: http }]
  rules: [{ filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: public, namespace: shop }
spec:
  hostnames: [shop.example.com]
  parentRefs: [{ name: public, sectionName: https }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: cart, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: cart, port: 80 }]
  rules:
    - matches: [{ headers: [{ name: x-version, value: v2 }] }]
      backendRefs: [{ name: cart-preview, port: 80 }]
    - backendRefs: [{ name: cart, port: 80, weight: 90 }, { name: cart-preview, port: 80, weight: 10 }]
      timeouts: { request: 5s }
---
apiVersion: v1
kind: Service
metadata: { name: cart-preview, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80, targetPort: http }] }
`;

interface Shape {
  /** At the waypoint, and at the pods. */
  readonly policies: string;
  readonly label?: string;
  readonly from: string;
  readonly to: readonly string[];
}

const service = (name: string, { policies, label = '', from, to }: Shape) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      serviceAccountName: ${name}
      containers:
        - name: main
          image: "r.example.com/${name}:1"
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe: { httpGet: { path: /${name}, port: http } }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop${label} }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: http }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec:
  podSelector: { matchLabels: { app: ${name} } }
  policyTypes: [Ingress, Egress]
  ingress:
    - { from: [{ ipBlock: { cidr: 169.254.7.127/32 } }], ports: [{ port: 8080 }] }${from}
  egress:
${to.map((peer) => `    - { to: [{ podSelector: { matchLabels: { ${peer} } } }], ports: [{ port: 15008 }] }`).join('\n')}
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
${policies}`;

const WAYPOINT = 'gateway.networking.k8s.io/gateway-name: waypoint';
const letIn = (peer: string) => `\n    - { from: [{ podSelector: { matchLabels: { ${peer} } } }], ports: [{ port: 15008 }] }`;
const atPods = (name: string, account: string) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}-pods, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/${account}] } }], to: [{ operation: { ports: ["8080"] } }] }]`;
const CART = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec:
  targetRefs: [{ group: "", kind: Service, name: cart }]
  rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }], to: [{ operation: { ports: ["80"], methods: [GET] } }] }]`;

const ALL = [
  MESH,
  service('web', { policies: '', from: '', to: [WAYPOINT, 'app: db'] }),
  service('cart', {
    policies: CART + atPods('cart', 'waypoint'),
    label: ', labels: { istio.io/use-waypoint: waypoint }',
    from: letIn(WAYPOINT),
    to: [WAYPOINT],
  }),
  service('db', { policies: atPods('db', 'web'), from: letIn('app: web'), to: [] }),
].join('\n---\n');

/** The mesh that keeps every rule, with texts replaced. */
function mesh(...changes: readonly (readonly [string, string])[]): ManifestSet {
  const text = changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`no ${from} to replace`);
    return before.replace(from, to);
  }, ALL);
  return { objects: loadAll(text).map((object) => ({ object })) };
}

const withMore = (more: string): ManifestSet => ({ objects: loadAll(`${ALL}\n---\n${more}`).map((object) => ({ object })) });

const PROMETHEUS = (labels: string) => `
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: shop, namespace: monitoring }
spec: { podMetadata: { labels: { ${labels} } } }
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, podMetricsEndpoints: [{ port: http }] }`;
const OPEN_TO_MONITORING: readonly [string, string] = [
  letIn(WAYPOINT),
  `${letIn(WAYPOINT)}\n    - { from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }], ports: [{ port: 15008 }] }`,
];

/** What an ambient mesh and the network must agree on. */
export const AMBIENT_AND_NETWORK: RuleCases = {
  breaks: {
    'a caller of an ambient mesh that is not let out to the waypoint': mesh([
      `{ ${WAYPOINT} } } }], ports: [{ port: 15008 }] }\n    - { to`,
      `{ ${WAYPOINT} } } }], ports: [{ port: 8080 }] }\n    - { to`,
    ]),
    'a waypoint that does not let in a caller': mesh([
      '{ app: web } } }], ports: [{ port: 15008 }] }\n    - { from',
      '{ app: web } } }], ports: [{ port: 8080 }] }\n    - { from',
    ]),
    'a waypoint that is not let out to what it stands before': mesh([
      '- { to: [{ podSelector: { matchLabels: { app: cart } } }], ports: [{ port: 15008 }] }',
      '- { to: [{ podSelector: { matchLabels: { app: cart } } }], ports: [{ port: 80 }] }',
    ]),
    'pods that do not let in their waypoint': mesh([letIn(WAYPOINT), letIn('app: nobody')]),
    'pods that no policy opens to their waypoint': mesh(['sa/waypoint]', 'sa/nobody]']),
    'a waypoint that is open to somebody whom no policy lets pass': mesh([
      '[cluster.local/ns/shop/sa/web] } }], to: [{ operation: { ports: ["80"]',
      '[cluster.local/ns/shop/sa/nobody] } }], to: [{ operation: { ports: ["80"]',
    ]),
    'a call past waypoints that the network admits and no policy': mesh([
      'sa/web] } }], to: [{ operation: { ports: ["8080"]',
      'sa/nobody] } }], to: [{ operation: { ports: ["8080"]',
    ]),
    'a call past waypoints that a policy admits and the network does not': mesh([
      `{ port: 8080 }] }${letIn('app: web')}`,
      `{ port: 8080 }] }${letIn('app: cart')}`,
    ]),
    'pods of an ambient mesh whose probes come from nowhere': mesh(['169.254.7.127/32', '169.254.7.1/32']),
    'a waypoint that cannot reach the control plane': mesh(['port: 15012', 'port: 15010']),
    'pods that may call every host past the waypoint': mesh([
      '    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]\n      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]\n\n---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: db-pods',
      '    - { to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 443 }] }\n    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]\n      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]\n\n---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: db-pods',
    ]),
  },
  keeps: {
    'an ambient mesh whose policies admit what the network admits': mesh(),
  },
};

/** X22 over ambient meshes and routes of the Gateway API. */
export const AMBIENT_MESH: RuleCases = {
  breaks: {
    'a waypoint that does not exist': mesh([
      'istio.io/use-waypoint: waypoint } }\nspec: { selector',
      'istio.io/use-waypoint: gone } }\nspec: { selector',
    ]),
    'a policy for a Service without a waypoint, which nothing keeps': mesh([
      ', labels: { istio.io/use-waypoint: waypoint } }\nspec: { selector',
      ' }\nspec: { selector',
    ]),
    'a policy for a Service that does not exist': mesh(['kind: Service, name: cart }]\n  rules', 'kind: Service, name: cat }]\n  rules']),
    'methods that are asked for where only connections are seen': mesh([
      'sa/web] } }], to: [{ operation: { ports: ["8080"]',
      'sa/web] } }], to: [{ operation: { methods: [GET], ports: ["8080"]',
    ]),
    'tokens that are asked for where only connections are seen': mesh([
      'principals: [cluster.local/ns/shop/sa/web] } }], to: [{ operation: { ports: ["8080"]',
      'requestPrincipals: ["*"], principals: [cluster.local/ns/shop/sa/web] } }], to: [{ operation: { ports: ["8080"]',
    ]),
    'a route for a Service that no proxy reads': mesh(['kind: Service, name: cart, port: 80 }', 'kind: Service, name: db, port: 80 }']),
    'a route for a Service that does not exist': mesh(['kind: Service, name: cart, port: 80 }', 'kind: Service, name: cat, port: 80 }']),
    'a route for a port that the Service does not have': mesh([
      'kind: Service, name: cart, port: 80 }',
      'kind: Service, name: cart, port: 81 }',
    ]),
    'a route at a Gateway that does not exist': mesh(['[{ name: public, sectionName: https }]', '[{ name: pulbic, sectionName: https }]']),
    'a route at a listener that the Gateway does not have': mesh([
      '[{ name: public, sectionName: https }]',
      '[{ name: public, sectionName: tls }]',
    ]),
    'weights of the Gateway API that sum to 99': mesh(['weight: 10 }', 'weight: 9 }']),
    'two rules of one condition': mesh([
      '    - matches: [{ headers: [{ name: x-version, value: v2 }] }]\n      backendRefs',
      '    - backendRefs',
    ]),
    'two routes of one host and one condition': withMore(`apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: other, namespace: shop }
spec: { hostnames: [shop.example.com], parentRefs: [{ name: public, sectionName: https }], rules: [{ backendRefs: [{ name: cart, port: 80 }] }] }`),
    'a route beside a VirtualService for the same Service': withMore(`apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec: { hosts: [cart], http: [{ timeout: 5s, retries: { attempts: 0 }, route: [{ destination: { host: cart } }] }] }`),
    'a listener that takes plaintext for a service': mesh(['[{ name: public, sectionName: https }]', '[{ name: public }]']),
    'a listener that ends TLS without a certificate': mesh([', tls: { certificateRefs: [{ name: shop }] }', '']),
    'a Prometheus outside of the mesh': withMore(PROMETHEUS('app: prometheus')),
    'retries that the mesh makes by itself': mesh(['holdfast.dev/mesh-attempts: "1"', 'holdfast.dev/mesh-attempts: "4"']),
    'a mesh that does not say what it does by itself, and a limit below that': mesh([
      'annotations: { holdfast.dev/mesh-attempts: "1" }',
      'annotations: { holdfast.dev/retry-amplification: "2" }',
    ]),
  },
  keeps: {
    'an ambient mesh whose parts agree': mesh(),
    'a Prometheus that belongs to the mesh': {
      objects: [
        ...mesh(OPEN_TO_MONITORING).objects,
        ...loadAll(PROMETHEUS('istio.io/dataplane-mode: ambient')).map((object) => ({ object })),
      ],
    },
    'conditions that differ by a header': withMore(`apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: other, namespace: shop }
spec: { hostnames: [shop.example.com], parentRefs: [{ name: public, sectionName: https }], rules: [{ matches: [{ headers: [{ name: x-version, value: v2 }] }], backendRefs: [{ name: cart, port: 80 }] }] }`),
    'one port open in plaintext at pods of the mesh': withMore(`apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, portLevelMtls: { 8080: { mode: PERMISSIVE } } }
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, podMetricsEndpoints: [{ port: http }] }`),
  },
};
