import { k8s, ServiceAccount } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { type Port, selectorLabels, standardLabels, type Workload } from '../model';
import { Autoscaler } from './autoscaler';
import { ContentAddressedConfig } from './config';
import { WorkloadDeployment } from './deployment';
import { DisruptionBudget } from './disruption-budget';
import { DeclaredCallsPolicy } from './network-policy';
import { ScheduledJob } from './scheduled-job';

export interface DeployedServiceProps {
  /** What to run; `defineWorkload` fills in the defaults. */
  readonly workload: Workload;
}

/** Everything that runs one workload in a cluster: a service, a worker without ports, or a scheduled job. */
export class DeployedService extends Construct {
  constructor(scope: Construct, id: string, { workload }: DeployedServiceProps) {
    super(scope, id);
    const { name, namespace, scaling, schedule } = workload;
    const metadata = { name, namespace, labels: standardLabels(workload) };

    new ServiceAccount(this, 'ServiceAccount', { metadata, automountToken: false });
    const config = new ContentAddressedConfig(this, 'Config', { workload });
    if (schedule) {
      new ScheduledJob(this, 'CronJob', { workload: { ...workload, schedule }, config });
    } else {
      new WorkloadDeployment(this, 'Deployment', { workload, config });
      new DisruptionBudget(this, 'DisruptionBudget', { workload });
    }
    if (workload.ports.length > 0) {
      new k8s.KubeService(this, 'Service', {
        metadata,
        spec: { type: 'ClusterIP', selector: selectorLabels(workload), ports: workload.ports.map(servicePort) },
      });
    }
    if (scaling && !workload.singleton) new Autoscaler(this, 'Autoscaler', { workload: { ...workload, scaling } });
    new DeclaredCallsPolicy(this, 'NetworkPolicy', { workload });
  }
}

/** By name, so that the container port may change without a moment in which the two disagree. */
const servicePort = ({ name, servicePort: port, protocol }: Port): k8s.ServicePort => ({
  name,
  port,
  targetPort: k8s.IntOrString.fromString(name),
  protocol: protocol === 'udp' ? 'UDP' : 'TCP',
  ...(protocol === 'udp' ? {} : { appProtocol: protocol }),
});
