import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ANNOTATIONS, type MeshPlan, selectorLabels, standardLabels, type Workload } from '../model';

export interface PlaintextPortsProps {
  readonly workload: Workload;
  /** At least one. */
  readonly plaintext: MeshPlan['plaintext'];
}

/** The ports of a workload that admit plaintext beside mutual TLS, each with its reason. */
export class PlaintextPorts extends Construct {
  constructor(scope: Construct, id: string, { workload, plaintext }: PlaintextPortsProps) {
    super(scope, id);
    const { name, namespace } = workload;
    new ApiObject(this, 'Resource', {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: {
        name,
        namespace,
        labels: standardLabels(workload),
        annotations: { [ANNOTATIONS.plaintext]: plaintext.map(({ port, because }) => `${port.name}: ${because}`).join('; ') },
      },
      spec: {
        selector: { matchLabels: selectorLabels(workload) },
        mtls: { mode: 'STRICT' },
        portLevelMtls: Object.fromEntries(plaintext.map(({ port }) => [port.port, { mode: 'PERMISSIVE' }])),
      },
    });
  }
}
