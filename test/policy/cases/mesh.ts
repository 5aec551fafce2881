import { loadAll } from 'js-yaml';
import type { ManifestSet } from '../../../lib/policy';
import type { CaseTable } from './case';

/** A mesh in which web calls cart, cart calls db, and cart asks a bank outside. */
const MESH = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
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
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: bank, namespace: shop }
spec: { hosts: [bank.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 443, name: tls, protocol: TLS }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { app: ingress }
  servers:
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com], tls: { httpsRedirect: true } }
    - { port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: public, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [public]
  http: [{ route: [{ destination: { host: web } }], timeout: 9s, retries: { attempts: 0 } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
    - match: [{ headers: { x-version: { exact: v2 } } }]
      route: [{ destination: { host: cart, subset: v2 } }]
    - timeout: 6s
      retries: { attempts: 1, perTryTimeout: 3s }
      route:
        - { destination: { host: cart, subset: v1, port: { number: 80 } }, weight: 90 }
        - { destination: { host: cart.shop.svc.cluster.local, subset: v2 }, weight: 10 }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec:
  host: cart.shop
  trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }
  subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: db, namespace: shop }
spec:
  hosts: [db]
  http: [{ timeout: 2s, retries: { attempts: 0 }, route: [{ destination: { host: db } }] }]
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: cart, namespace: shop }
spec:
  workloadSelector: { labels: { app: cart } }
  egress: [{ hosts: [./db.shop.svc.cluster.local, ./bank.example.com, istio-system/*] }]
  outboundTrafficPolicy: { mode: REGISTRY_ONLY }
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, podMetricsEndpoints: [{ portNumber: 15020, path: /stats/prometheus }] }
`;

const OUT = `
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } }, podSelector: { matchLabels: { app: istiod } } }]
      ports: [{ port: 15012, protocol: TCP }]`;

/** A Deployment with its Service and policies. */
const service = (name: string, callers: readonly string[], callees: readonly string[], outside = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      serviceAccountName: ${name}
      containers: [{ name: main, image: "r.example.com/${name}:1", ports: [{ name: http, containerPort: 8080 }] }]
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: http }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  rules: [${callers.map((caller) => `{ from: [{ source: { principals: [cluster.local/ns/shop/sa/${caller}] } }], to: [{ operation: { ports: ["8080"] } }] }`).join(', ')}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec:
  podSelector: { matchLabels: { app: ${name} } }
  policyTypes: [Ingress, Egress]
  ingress: [${callers.map((caller) => `{ from: [{ podSelector: { matchLabels: { app: ${caller} } } }], ports: [{ port: 8080 }] }`).join(', ')}]
  egress:
${callees.map((callee) => `    - { to: [{ podSelector: { matchLabels: { app: ${callee} } } }], ports: [{ port: 8080 }, { port: 80 }] }`).join('\n')}${OUT}${outside}
`;

const BANK = '\n    - { to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 443 }] }';
const ALL = [MESH, service('web', [], ['cart']), service('cart', ['web'], ['db'], BANK), service('db', ['cart'], [])].join('\n---\n');

/** The mesh that keeps every rule, with texts replaced. */
function mesh(...changes: readonly (readonly [string, string])[]): ManifestSet {
  const text = changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`no ${from} to replace`);
    return before.replace(from, to);
  }, ALL);
  return { objects: loadAll(text).map((object) => ({ object })) };
}

const withMore = (more: string): ManifestSet => ({ objects: loadAll(`${ALL}\n---\n${more}`).map((object) => ({ object })) });
const secondService = (host: string) =>
  withMore(`apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: second, namespace: shop }
spec: { hosts: [${host}], http: [{ route: [{ destination: { host: cart } }] }] }`);

/** What mesh and network must agree on; a table of its own, since X21 has cases without a mesh too. */
export const MESH_AND_NETWORK = {
  breaks: {
    'a call that the network admits and no mesh policy': mesh(['sa/web]', 'sa/nobody]']),
    'a call that a mesh policy admits on another port': mesh([
      'sa/web] } }], to: [{ operation: { ports: ["8080"]',
      'sa/web] } }], to: [{ operation: { ports: ["9090"]',
    ]),
    'a caller that a mesh policy admits and the network does not': mesh([
      'principals: [cluster.local/ns/shop/sa/cart]',
      'principals: [cluster.local/ns/shop/sa/cart, cluster.local/ns/shop/sa/web]',
    ]),
    'pods that cannot reach the control plane': mesh(['port: 15012', 'port: 15010']),
  },
  keeps: {
    'a mesh whose policies admit what the network admits': mesh(),
    'a principal of which nothing runs here': mesh([
      'principals: [cluster.local/ns/shop/sa/cart]',
      'principals: [cluster.local/ns/shop/sa/cart, cluster.local/ns/ops/sa/x]',
    ]),
  },
} as const;

/** Rules over the mesh. */
export const meshCases: CaseTable = {
  X22: {
    breaks: {
      'a route to an unknown host': mesh(['{ host: db } }] }]', '{ host: bd } }] }]']),
      'a route to an unknown subset': mesh(['host: cart, subset: v2', 'host: cart, subset: v3']),
      'a route to a port that the Service does not have': mesh(['number: 80 } }, weight', 'number: 81 } }, weight']),
      'weights that sum to 99': mesh(['weight: 10', 'weight: 9']),
      'a client that switches mutual TLS off': mesh(['mode: ISTIO_MUTUAL', 'mode: DISABLE']),
      'a monitor that scrapes without a certificate': mesh(['portNumber: 15020, path: /stats/prometheus', 'port: http']),
      'a retry storm': mesh(
        [
          'timeout: 6s\n      retries: { attempts: 1, perTryTimeout: 3s }',
          'timeout: 8s\n      retries: { attempts: 1, perTryTimeout: 4s }',
        ],
        ['timeout: 2s, retries: { attempts: 0 }', 'timeout: 4s, retries: { attempts: 1, perTryTimeout: 2s }'],
      ),
      'a service that leaves the retries to the mesh': mesh(['timeout: 2s, retries: { attempts: 0 }, ', 'timeout: 2s, ']),
      'a timeout shorter than that of the callee': mesh([
        'timeout: 6s\n      retries: { attempts: 1, perTryTimeout: 3s }',
        'timeout: 1s\n      retries: { attempts: 0 }',
      ]),
      'attempts that do not fit into the timeout': mesh(['timeout: 6s', 'timeout: 5s']),
      'two VirtualServices for one host': secondService('cart.shop.svc.cluster.local'),
      'a route that an earlier one shadows': mesh(['match: [{ headers: { x-version: { exact: v2 } } }]\n      route', 'route']),
      'a route that a wider prefix shadows': mesh([
        '[{ timeout: 2s, retries: { attempts: 0 }, route',
        '[{ match: [{ uri: { prefix: / } }], route: [{ destination: { host: db } }], retries: { attempts: 0 } }, { match: [{ uri: { exact: /x } }], timeout: 2s, retries: { attempts: 0 }, route',
      ]),
      'a gateway without TLS': mesh([', tls: { httpsRedirect: true }', '']),
      'a gateway without a certificate': mesh([', credentialName: shop', '']),
      'a gateway that admits TLS 1.0': mesh([', credentialName: shop', ', credentialName: shop, minProtocolVersion: TLSV1_0']),
      'a host outside that nobody registered': mesh(['hosts: [bank.example.com]', 'hosts: [other.example.com]']),
      'a way out that the mesh does not know': mesh(['./bank.example.com, ', '']),
      'HTTP routes to a service that speaks TCP': mesh([
        'selector: { app: db }, ports: [{ name: http',
        'selector: { app: db }, ports: [{ name: tcp-db',
      ]),
    },
    keeps: {
      'a mesh whose parts agree': mesh(),
      'the same host in two namespaces': secondService('cart.other.svc.cluster.local'),
      'a port that admits plaintext as declared': mesh(
        ['portNumber: 15020, path: /stats/prometheus', 'port: http'],
        ['spec: { mtls: { mode: STRICT } }', 'spec: { mtls: { mode: PERMISSIVE } }'],
      ),
      'more attempts where the namespace allows them': mesh(
        [
          'labels: { istio-injection: enabled } }',
          'labels: { istio-injection: enabled }, annotations: { holdfast.dev/retry-amplification: "6" } }',
        ],
        [
          'timeout: 6s\n      retries: { attempts: 1, perTryTimeout: 3s }',
          'timeout: 12s\n      retries: { attempts: 1, perTryTimeout: 6s }',
        ],
        ['timeout: 2s, retries: { attempts: 0 }', 'timeout: 6s, retries: { attempts: 2, perTryTimeout: 2s }'],
      ),
      'a host by wildcard': mesh(['hosts: [bank.example.com]', 'hosts: ["*.example.com"]']),
      'objects without any mesh': { objects: loadAll(service('web', [], ['cart'])).map((object) => ({ object })) },
    },
  },
};
