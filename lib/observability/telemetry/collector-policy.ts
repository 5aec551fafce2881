import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { type Destination, selectorLabels, standardLabels, type Workload } from '../../model';
import { ANYWHERE, namespace, tcp, toApiServer, toAws } from '../peers';

export interface CollectorPolicyProps {
  readonly workload: Workload;
  /** Where it sends to outside the platform; undefined when it sends to another collector. */
  readonly destination?: Destination | 'aws';
  /** Address block of the VPC, for a collector that asks the API server. */
  readonly apiServerIn?: string;
}

/** What a collector may reach beside declared calls. Policies add up: this one opens, the one of the workload stays as it is. */
export class CollectorPolicy extends Construct {
  constructor(scope: Construct, id: string, { workload, destination, apiServerIn }: CollectorPolicyProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: `${workload.name}-destination`, namespace: workload.namespace, labels: standardLabels(workload) },
      spec: {
        podSelector: { matchLabels: selectorLabels(workload) },
        policyTypes: ['Egress'],
        egress: [...(apiServerIn === undefined ? [] : [toApiServer(apiServerIn)]), ...to(destination)],
      },
    });
  }
}

function to(destination: CollectorPolicyProps['destination']): k8s.NetworkPolicyEgressRule[] {
  if (destination === undefined) return [];
  if (destination === 'aws') return toAws();
  return [{ to: [destination.namespace === undefined ? ANYWHERE : namespace(destination.namespace)], ports: tcp(destination.port) }];
}
