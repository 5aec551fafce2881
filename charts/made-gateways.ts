import { Construct } from 'constructs';
import { DeclaredCallsPolicy } from '../lib/deployment';
import { MadeGateway } from '../lib/mesh';
import type { Workload } from '../lib/model';
import { WorkloadMonitor } from '../lib/observability';

export interface MadeGatewaysProps {
  readonly workload: Workload;
  /** Revision of the control plane. @default the one without a revision */
  readonly revision?: string;
}

/** The waypoint of a namespace: connections of an ambient mesh come in, and go on as requests that were read. */
export class Waypoint extends Construct {
  constructor(scope: Construct, id: string, { workload, revision }: MadeGatewaysProps) {
    super(scope, id);
    new MadeGateway(this, 'Gateway', { workload, revision, listener: { name: 'mesh' } });
    watched(this, workload);
  }
}

/**
 * The door of an ambient mesh for the other region. It ends the outer of two tunnels, by mutual TLS of the mesh; the inner one goes
 * from caller to callee. Its load balancer has addresses of the VPC only (Istio, ambient multi-primary on different networks).
 */
export class MadeEastWestGateway extends Construct {
  constructor(scope: Construct, id: string, { workload, revision }: MadeGatewaysProps) {
    super(scope, id);
    new MadeGateway(this, 'Gateway', {
      workload,
      revision,
      listener: { name: 'mesh', tls: { mode: 'Terminate', options: { 'gateway.istio.io/tls-terminate-mode': 'ISTIO_MUTUAL' } } },
      annotations: {
        'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
        'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
        'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
      },
    });
    watched(this, workload);
  }
}

/** The pods are the control plane's; who may talk to them, and who asks for their metrics, is ours to say. */
function watched(scope: Construct, workload: Workload): void {
  new DeclaredCallsPolicy(scope, 'NetworkPolicy', { workload });
  new WorkloadMonitor(scope, 'Monitor', { workload });
}
