import { load } from 'js-yaml';
import type { ManifestSet } from '../../../lib/policy';
import type { CaseTable } from './case';

/** A service that one other service calls, what scrapes it, and the policies of all of them; one document a line. */
const WATCHED = `
{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } } } }
{ apiVersion: apps/v1, kind: Deployment, metadata: { name: cart, namespace: shop }, spec: { template: { metadata: { labels: { app: cart } }, spec: { containers: [{ name: cart, ports: [{ name: grpc, containerPort: 7070 }, { name: metrics, containerPort: 9000 }] }] } } } }
{ apiVersion: v1, kind: Service, metadata: { name: cart, namespace: shop, labels: { app: cart } }, spec: { selector: { app: cart }, ports: [{ name: grpc, port: 80, targetPort: grpc }, { name: metrics, port: 9000, targetPort: metrics }] } }
{ apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: { name: cart, namespace: shop, labels: { watch: 'yes' } }, spec: { selector: { matchLabels: { app: cart } }, endpoints: [{ port: metrics }] } }
{ apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule, metadata: { name: cart, namespace: shop, labels: { watch: 'yes' } }, spec: { groups: [] } }
{ apiVersion: monitoring.coreos.com/v1, kind: Probe, metadata: { name: cart, namespace: shop, labels: { watch: 'yes' } }, spec: { prober: { url: 'cart.shop.svc:9000' } } }
{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: main, namespace: monitoring }, spec: { serviceMonitorSelector: { matchLabels: { watch: 'yes' } }, serviceMonitorNamespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } }, podMonitorSelector: {}, ruleSelector: { matchLabels: { watch: 'yes' } }, ruleNamespaceSelector: {}, probeSelector: {}, probeNamespaceSelector: {}, alerting: { alertmanagers: [{ name: alertmanager-operated, namespace: monitoring, port: web }] } } }
{ apiVersion: monitoring.coreos.com/v1, kind: Alertmanager, metadata: { name: main, namespace: monitoring }, spec: { replicas: 3 } }
{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: web, namespace: shop }, spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress, Egress], egress: [{ to: [{ podSelector: { matchLabels: { app: cart } } }], ports: [{ port: 80 }, { port: 7070 }] }, { to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }], ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }] }] } }
{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: cart, namespace: shop }, spec: { podSelector: { matchLabels: { app: cart } }, policyTypes: [Ingress, Egress], ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 7070 }] }, { from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }], ports: [{ port: metrics }] }] } }
{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: prometheus, namespace: monitoring }, spec: { podSelector: { matchLabels: { app.kubernetes.io/name: prometheus } }, policyTypes: [Ingress, Egress], egress: [{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }], ports: [{ port: 9000 }] }] } }
`.trim();

const setOf = (text: string): ManifestSet => ({
  objects: text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ object: load(line) })),
});

/** The watched service with one text replaced by another. */
function watched(from = '', to = ''): ManifestSet {
  if (!WATCHED.includes(from)) throw new Error(`no ${from} to replace`);
  return setOf(WATCHED.replace(from, () => to));
}
const without = (kind: string, name: string) =>
  setOf(
    WATCHED.split('\n')
      .filter((line) => !line.includes(`kind: ${kind}, metadata: { name: ${name},`))
      .join('\n'),
  );
const added = (line: string) => setOf(`${WATCHED}\n${line}`);
const policy = (spec: string) =>
  added(`{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: more, namespace: shop }, spec: ${spec} }`);
const service = (name: string) =>
  added(
    `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: shop, labels: { app: cart } }, spec: { selector: { app: cart }, ports: [{ name: metrics, port: 9000, targetPort: metrics }] } }`,
  );
const podMonitor = (labels: string, endpoint: string) =>
  added(
    `{ apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: { name: pods, namespace: monitoring, labels: ${labels} }, spec: { podMetricsEndpoints: [${endpoint}] } }`,
  );

/** Rules over what is watched, and over who may talk to whom. */
export const monitoringCases: CaseTable = {
  X20: {
    breaks: {
      'a monitor without the label that Prometheus selects': watched(
        "kind: ServiceMonitor, metadata: { name: cart, namespace: shop, labels: { watch: 'yes' }",
        'kind: ServiceMonitor, metadata: { name: cart, namespace: shop',
      ),
      'a rule without the label that Prometheus selects': watched(
        "kind: PrometheusRule, metadata: { name: cart, namespace: shop, labels: { watch: 'yes' }",
        "kind: PrometheusRule, metadata: { name: cart, namespace: shop, labels: { watch: 'no' }",
      ),
      'a monitor in a namespace that Prometheus does not read': watched(
        'serviceMonitorNamespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } }',
        'serviceMonitorNamespaceSelector: { matchLabels: { kubernetes.io/metadata.name: other } }',
      ),
      'a rule in another namespace, and Prometheus reads its own only': watched('ruleNamespaceSelector: {}, ', ''),
      'a rule, and Prometheus selects none': watched("ruleSelector: { matchLabels: { watch: 'yes' } }, ", ''),
      'an Alertmanager that is not there': without('Alertmanager', 'main'),
      'an Alertmanager of another name': watched('name: alertmanager-operated', 'name: alertmanager'),
      'an endpoint without a port': watched('endpoints: [{ port: metrics }]', 'endpoints: [{ path: /metrics }]'),
      'a monitor without an endpoint': watched('endpoints: [{ port: metrics }]', 'endpoints: []'),
      'a pod monitor without a port': podMonitor('{}', '{ path: /metrics }'),
      'a second Service of the same pods': service('cart-preview'),
      'a probe through an exporter that is not there': watched('cart.shop.svc:9000', 'blackbox.shop.svc:9000'),
      'a probe through a port that the exporter does not have': watched('cart.shop.svc:9000', 'cart.shop.svc:9115'),
    },
    keeps: {
      'what Prometheus selects': watched(),
      'no Prometheus among the manifests': without('Prometheus', 'main'),
      'a pod monitor of a port that no manifest shows': podMonitor('{}', '{ portNumber: 15090 }'),
      'an Alertmanager by a Service of its own': watched(
        'name: alertmanager-operated, namespace: monitoring',
        'name: cart, namespace: shop',
      ),
      'a probe through an exporter elsewhere': watched('cart.shop.svc:9000', 'blackbox.example.com'),
    },
  },
  X21: {
    breaks: {
      'a call that the callee does not admit': watched(
        '{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 7070 }] }, ',
        '',
      ),
      'a call that the callee admits on another port': watched('ports: [{ port: 7070 }] }, { from', 'ports: [{ port: 9000 }] }, { from'),
      'an opening for a pod that calls nobody': watched(
        '{ to: [{ podSelector: { matchLabels: { app: cart } } }], ports: [{ port: 80 }, { port: 7070 }] }, ',
        '',
      ),
      'scraping that the service does not admit': watched(
        'kubernetes.io/metadata.name: monitoring',
        'kubernetes.io/metadata.name: metrics',
      ),
      'scraping of a port that is not open': watched('ports: [{ port: metrics }] }] } }', 'ports: [{ port: grpc }] }] } }'),
      'a Prometheus that may not go out to the port': watched('ports: [{ port: 9000 }] }] } }', 'ports: [{ port: 9001 }] }] } }'),
      'no way to DNS': watched(', protocol: UDP }, { port: 53, protocol: TCP }', ' }'),
      'DNS of another namespace': watched('kubernetes.io/metadata.name: kube-system', 'kubernetes.io/metadata.name: dns'),
      'ports that are open to everybody': policy('{ podSelector: {}, policyTypes: [Ingress], ingress: [{ ports: [{ port: 7070 }] }] }'),
      'every port of every address': policy('{ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }] }'),
      'every port of every address of IPv6': policy('{ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "::/0" } }] }] }'),
    },
    keeps: {
      'calls, scraping and DNS, open at both ends': watched(),
      'a callee that nothing limits': without('NetworkPolicy', 'cart'),
      'a caller that nothing limits': without('NetworkPolicy', 'web'),
      'a range of ports': watched('ports: [{ port: 7070 }] }, { from', 'ports: [{ port: 7000, endPort: 7100 }] }, { from'),
      'no Prometheus among the manifests': without('Prometheus', 'main'),
      'one port of every address': policy(
        '{ podSelector: { matchLabels: { app: web } }, egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 443 }] }] }',
      ),
      'a policy of a namespace as a whole': policy(
        '{ podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: {} }] }] }',
      ),
    },
  },
};
