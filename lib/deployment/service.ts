import { k8s, ServiceAccount } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { hasPreview, ISTIO, type Port, previewName, selectorLabels, standardLabels, type Workload } from '../model';
import { Autoscaler } from './autoscaler';
import { ContentAddressedConfig } from './config';
import { WorkloadDeployment } from './deployment';
import { DisruptionBudget } from './disruption-budget';
import { SyncedSecret } from './external-secret';
import { MigrationJob } from './migration';
import { DeclaredCallsPolicy } from './network-policy';
import { ProgressiveRollout } from './rollout';
import { ScheduledJob } from './scheduled-job';

export interface DeployedServiceProps {
  /** What to run; `defineWorkload` fills in the defaults. */
  readonly workload: Workload;
}

/** Everything that runs one workload in a cluster: a service, a worker without ports, or a scheduled job. */
export class DeployedService extends Construct {
  constructor(scope: Construct, id: string, { workload }: DeployedServiceProps) {
    super(scope, id);
    const { name, namespace, scaling, schedule, rollout, migration, secrets, secretStore } = workload;
    const metadata = { name, namespace, labels: standardLabels(workload) };

    new ServiceAccount(this, 'ServiceAccount', { metadata, automountToken: false });
    const config = new ContentAddressedConfig(this, 'Config', { workload });
    if (migration) new MigrationJob(this, 'Migration', { workload, migration });
    if (schedule) {
      new ScheduledJob(this, 'CronJob', { workload: { ...workload, schedule }, config });
    } else if (rollout.strategy === 'rolling') {
      new WorkloadDeployment(this, 'Deployment', { workload, config });
    } else {
      new ProgressiveRollout(this, 'Rollout', { workload, plan: rollout, config });
    }
    if (!schedule) new DisruptionBudget(this, 'DisruptionBudget', { workload });
    if (secrets.length > 0 && secretStore) new SyncedSecret(this, 'Secret', { workload, store: secretStore });
    for (const [id, serviceName] of serviceNames(workload)) {
      new k8s.KubeService(this, id, {
        metadata: {
          ...metadata,
          name: serviceName,
          labels: { ...metadata.labels, ...(serviceName === name ? meshLabels(workload) : {}) },
          ...(workload.arrival ? { annotations: NEAREST_FIRST } : {}),
        },
        spec: { type: 'ClusterIP', selector: selectorLabels(workload), ports: workload.ports.map(servicePort) },
      });
    }
    if (scaling && !workload.singleton) new Autoscaler(this, 'Autoscaler', { workload: { ...workload, scaling } });
    new DeclaredCallsPolicy(this, 'NetworkPolicy', { workload });
  }
}

/** One Service, and one for the new version alone where nothing else reaches it alone. */
function serviceNames({ name, ports, rollout }: Workload): readonly (readonly [id: string, name: string])[] {
  if (ports.length === 0) return [];
  return [['Service', name], ...(hasPreview(rollout) ? ([['PreviewService', previewName(name)]] as const) : [])];
}

/** The proxy of a node asks pods of its own network, region and zone first, and others when there are none (Istio, traffic distribution). */
const NEAREST_FIRST = { 'networking.istio.io/traffic-distribution': 'PreferClose' };

/** What an ambient mesh reads at a Service: the waypoint before it, for the gateway too, and whether another region may ask. */
const meshLabels = ({ arrival, acrossRegions, callers }: Workload): Readonly<Record<string, string>> => ({
  ...(arrival === 'waypoint' ? { 'istio.io/use-waypoint': ISTIO.waypoint, 'istio.io/ingress-use-waypoint': 'true' } : {}),
  ...(arrival && acrossRegions && callers.some(({ ports }) => ports.length > 0) ? { 'istio.io/global': 'true' } : {}),
});

/** By name, so that the container port may change without a moment in which the two disagree. */
const servicePort = ({ name, servicePort: port, protocol }: Port): k8s.ServicePort => ({
  name,
  port,
  targetPort: k8s.IntOrString.fromString(name),
  protocol: protocol === 'udp' ? 'UDP' : 'TCP',
  ...(protocol === 'udp' ? {} : { appProtocol: protocol }),
});
