import { shop } from '../support';
import type { CaseTable } from './case';

const labelled = { name: 'extra', namespace: 'shop' };
const add = (apiVersion: string, kind: string, body: Record<string, unknown>) =>
  shop({ add: [{ apiVersion, kind, metadata: labelled, ...body }] });
const ingress = (service: Record<string, unknown>) =>
  add('networking.k8s.io/v1', 'Ingress', { spec: { rules: [{ http: { paths: [{ path: '/', backend: { service } }] } }] } });
const route = (reference: Record<string, unknown>) =>
  add('gateway.networking.k8s.io/v1', 'HTTPRoute', { spec: { rules: [{ backendRefs: [reference] }] } });
const monitor = (name: string, port: string) =>
  add('monitoring.coreos.com/v1', 'ServiceMonitor', {
    spec: { selector: { matchLabels: { 'app.kubernetes.io/name': name } }, endpoints: [{ port }] },
  });
const podMonitor = (port: string) =>
  add('monitoring.coreos.com/v1', 'PodMonitor', {
    spec: {
      selector: { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: ['cart'] }] },
      podMetricsEndpoints: [{ port }],
    },
  });
const policy = (spec: Record<string, unknown>) => shop({ policy: { spec } });

/** Rules over how objects meet each other and the API server. */
export const referenceCases: CaseTable = {
  K27: {
    breaks: {
      'a workload that does not select its pods': shop({ deployment: { spec: { selector: { matchLabels: { app: 'other' } } } } }),
      'a Service that selects nobody': shop({ service: { spec: { selector: { 'app.kubernetes.io/name': 'basket' } } } }),
      'a Service of a port that has no name': shop({ service: { spec: { ports: [{ port: 80, targetPort: 'web' }] } } }),
      'a Service of a number that nobody declares': shop({ service: { spec: { ports: [{ port: 80, targetPort: 9999 }] } } }),
      'an Ingress to a missing Service': ingress({ name: 'basket', port: { number: 80 } }),
      'an Ingress to a missing port': ingress({ name: 'cart', port: { name: 'admin' } }),
      'a route to a missing Service': route({ name: 'basket', port: 80 }),
      'a route to a missing port': route({ name: 'cart', port: 8080 }),
      'a monitor of nothing': monitor('basket', 'http'),
      'a monitor of a missing port': monitor('cart', 'metrics'),
      'a pod monitor of a missing port': podMonitor('metrics'),
      'a policy of nothing': add('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: { matchLabels: { app: 'other' } } } }),
    },
    keeps: {
      'a Service of a declared number': shop({ service: { spec: { ports: [{ port: 80, targetPort: 8080 }] } } }),
      'a Service without selector': shop({ service: { spec: { selector: undefined } } }),
      'an Ingress to a port': ingress({ name: 'cart', port: { number: 80 } }),
      'a route to a port': route({ name: 'cart', port: 80 }),
      'a monitor of a port': monitor('cart', 'http'),
      'a pod monitor of a port': podMonitor('http'),
      'a monitor of what an add-on provides': add('monitoring.coreos.com/v1', 'ServiceMonitor', {
        metadata: { ...labelled, annotations: { 'holdfast.dev/provided-by': 'an add-on' } },
        spec: { selector: { matchLabels: { app: 'other' } }, endpoints: [{ port: 'metrics' }] },
      }),
      'a policy of pods that an operator makes': add('networking.k8s.io/v1', 'NetworkPolicy', {
        metadata: { ...labelled, annotations: { 'holdfast.dev/provided-by': 'an operator' } },
        spec: { podSelector: { matchLabels: { app: 'other' } } },
      }),
      'a policy of all pods': add('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {} } }),
      'a Service of another API group': add('serving.knative.dev/v1', 'Service', { spec: { selector: { app: 'other' } } }),
    },
  },
  K28: {
    breaks: {
      'no policy': shop({ without: ['NetworkPolicy'] }),
      'ingress only': policy({ policyTypes: ['Ingress'] }),
      'egress only': policy({ policyTypes: ['Egress'] }),
      'types left out, without egress': policy({ policyTypes: undefined }),
      'a policy of other pods': policy({ podSelector: { matchLabels: { app: 'other' } } }),
      'a policy of another namespace': shop({ policy: { metadata: { namespace: 'other' } } }),
      'a rule that allows everything': policy({ egress: [{}] }),
    },
    keeps: {
      'types left out, with egress': policy({ policyTypes: undefined, egress: [{ to: [{ podSelector: {} }] }] }),
      'a default that denies the rest': policy({ podSelector: {} }),
    },
  },
  K30: {
    breaks: {
      'a version that is gone': shop({ budget: { apiVersion: 'policy/v1beta1' } }),
      'a version that goes': shop(
        { add: [{ apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3', kind: 'FlowSchema', metadata: labelled }] },
        { kubernetes: '1.30' },
      ),
      'a version without a date': add('v1', 'Endpoints', {}),
      'a kind of another group': add('apps/v1', 'CronJob', {}),
      'a kind that is misspelt': add('apps/v1', 'Deploymnet', {}),
      'a field that is misspelt': shop({ deployment: { spec: { template: { spec: { contaners: [] } } } } }),
      'a field of another level': shop({ pod: { allowPrivilegeEscalation: false } }),
      'a number as text': shop({ autoscaler: { spec: { maxReplicas: '6' } } }),
      'text as a number': shop({ container: { env: [{ name: 'PORT', value: 8080 }] } }),
      'a list as a map': shop({ container: { env: { PORT: '8080' } } }),
      'a quantity that is none': shop({ container: { resources: { limits: { memory: '128MB' } } } }),
      'a value of no list': shop({ container: { ports: [{ name: 'http', containerPort: 8080, protocol: 'tcp' }] } }),
      'a field that is missing': shop({ autoscaler: { spec: { maxReplicas: undefined } } }),
    },
    keeps: {
      'a quantity as a number': shop({ container: { resources: { requests: { cpu: 1 }, limits: { cpu: 2 } } } }),
      'a port by name and a port by number': shop({
        service: {
          spec: {
            ports: [
              { port: 80, targetPort: 8080 },
              { name: 'a', port: 81, targetPort: 'http' },
            ],
          },
        },
      }),
      'an empty value': shop({ deployment: { metadata: { creationTimestamp: null }, spec: { paused: null } } }),
      'an empty choice': shop({ container: { ports: [{ name: 'http', containerPort: 8080, protocol: null }] } }),
      'what the cluster reported': shop({ deployment: { status: { anything: 1 } } }),
      'a field of Kubernetes 1.34': shop({
        pod: { hostnameOverride: 'cart' },
        container: { restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [7] } }] },
      }),
      'a definition of a kind': add('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        spec: { versions: [{ schema: { openAPIV3Schema: { 'x-kubernetes-preserve-unknown-fields': true, description: 'any' } } }] },
      }),
      'any field in data that has no schema': add('apps/v1', 'ControllerRevision', { revision: 1, data: { any: { thing: 1 } } }),
      'any key of a map': add('v1', 'ConfigMap', { data: { 'any.key': 'value' } }),
      'a group of the same ending': add('gateway.networking.k8s.io/v1', 'HTTPRute', { any: 1 }),
      'a version that is served': shop(),
      'a kind that nobody knows': add('example.com/v1beta1', 'Widget', {}),
    },
  },
};
