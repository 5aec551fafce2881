import { k8s, ServiceAccount } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { selectorLabels, standardLabels, type Workload } from '../model';
import { ContentAddressedConfig } from './config';
import { DeclaredCallsPolicy } from './network-policy';
import { podTemplate } from './pod';

/** Where K11 reads why a pod has a token of the API server. */
const NEEDS_TOKEN = 'holdfast.dev/service-account-token';
/** Nodes whose agent is replaced at once. */
const AT_ONCE = '10%';

export interface NodeAgentProps {
  /** What to run on each node; replicas do not apply. */
  readonly workload: Workload;
  /** Why it asks the API server; it gets a token of its account. @default it does not */
  readonly asksApiServer?: string;
  /** A folder of the node that it reads, and why. Its namespace must admit that. @default none */
  readonly reads?: { readonly folder: string; readonly annotation: string; readonly because: string; readonly group: number };
}

/** A workload that runs once on each node. Pods reach the one beside them through a Service that never leaves the node. */
export class NodeAgent extends Construct {
  constructor(scope: Construct, id: string, { workload, asksApiServer, reads }: NodeAgentProps) {
    super(scope, id);
    const { name, namespace, ports } = workload;
    const metadata = { name, namespace, labels: standardLabels(workload) };
    const annotations = {
      ...(asksApiServer === undefined ? {} : { [NEEDS_TOKEN]: asksApiServer }),
      ...(reads ? { [reads.annotation]: reads.because } : {}),
    };
    new ServiceAccount(this, 'ServiceAccount', { metadata, automountToken: false });
    const config = new ContentAddressedConfig(this, 'Config', { workload });
    const template = podTemplate(workload, config);
    new k8s.KubeDaemonSet(this, 'Resource', {
      metadata,
      spec: {
        selector: { matchLabels: selectorLabels(workload) },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString(AT_ONCE) } },
        template: {
          metadata: { ...template.metadata, annotations: { ...template.metadata?.annotations, ...annotations } },
          spec: {
            ...template.spec,
            automountServiceAccountToken: asksApiServer !== undefined,
            // One on each node is spread by itself, those with taints included.
            topologySpreadConstraints: undefined,
            tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
            securityContext: { ...template.spec?.securityContext, ...(reads ? { supplementalGroups: [reads.group] } : {}) },
            containers: (template.spec?.containers ?? []).map((container) => onNode(container, reads?.folder)),
            volumes: [
              ...(template.spec?.volumes ?? []),
              ...(reads ? [{ name: 'node', hostPath: { path: reads.folder, type: 'Directory' } }] : []),
            ],
          },
        },
      },
    });
    new k8s.KubeService(this, 'Service', {
      metadata,
      spec: {
        type: 'ClusterIP',
        internalTrafficPolicy: 'Local',
        selector: selectorLabels(workload),
        ports: ports.map((port) => ({
          name: port.name,
          port: port.servicePort,
          targetPort: k8s.IntOrString.fromString(port.name),
          protocol: 'TCP',
        })),
      },
    });
    new DeclaredCallsPolicy(this, 'NetworkPolicy', { workload });
  }
}

/** The container knows its node, and reads its folder. */
const onNode = (container: k8s.Container, folder: string | undefined): k8s.Container => ({
  ...container,
  env: [...(container.env ?? []), { name: 'K8S_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
  volumeMounts: [...(container.volumeMounts ?? []), ...(folder === undefined ? [] : [{ name: 'node', mountPath: folder, readOnly: true }])],
});
