import { ApiObject, JsonPatch } from 'cdk8s';
import { k8s, ServiceAccount } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { membersName, selectorLabels, standardLabels, type Workload } from '../model';
import { ContentAddressedConfig } from './config';
import { SyncedSecret } from './external-secret';
import { workloadMetadata } from './long-running';
import { DeclaredCallsPolicy } from './network-policy';
import { podTemplate } from './pod';
import { quantity } from './pod/resources';
import { DATA_VOLUME } from './pod/volumes';

export interface StatefulServiceProps {
  /** What to run, with a volume that is kept. */
  readonly workload: Workload;
  /** Pods, each with a volume and a name of its own. A number that people choose with care: no autoscaler changes it. */
  readonly replicas: number;
}

/** Everything that runs a workload whose pods keep data: each has a name and a volume that stay when the pod goes. */
export class StatefulService extends Construct {
  constructor(scope: Construct, id: string, { workload, replicas }: StatefulServiceProps) {
    super(scope, id);
    const { name, namespace, volume, secrets, secretStore } = workload;
    if (volume?.lasts !== 'kept') throw new Error(`${name}: a workload without a volume that is kept needs no StatefulSet`);
    const metadata = { name, namespace, labels: standardLabels(workload) };

    new ServiceAccount(this, 'ServiceAccount', { metadata, automountToken: false });
    const config = new ContentAddressedConfig(this, 'Config', { workload });
    const template = podTemplate(workload, config);
    const manifest = k8s.KubeStatefulSet.manifest({
      metadata: workloadMetadata(workload),
      spec: {
        replicas,
        serviceName: membersName(name),
        // Members of a set find each other while they start; of one pod there is nothing to order.
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'RollingUpdate' },
        revisionHistoryLimit: 5,
        minReadySeconds: 5,
        selector: { matchLabels: selectorLabels(workload) },
        template: { ...template, spec: { containers: [], ...template.spec, ...spread(template.spec) } },
        volumeClaimTemplates: [
          {
            // Labels that never change: these templates cannot.
            metadata: { name: DATA_VOLUME, labels: selectorLabels(workload) },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: quantity(volume.size.text) } } },
          },
        ],
      },
    });
    // Newer than the types: volumes stay, whatever happens to the object that made them.
    new ApiObject(this, 'Resource', manifest).addJsonPatch(
      JsonPatch.add('/spec/persistentVolumeClaimRetentionPolicy', { whenDeleted: 'Retain', whenScaled: 'Retain' }),
    );
    new k8s.KubePodDisruptionBudget(this, 'DisruptionBudget', {
      metadata,
      spec: {
        maxUnavailable: k8s.IntOrString.fromNumber(1),
        unhealthyPodEvictionPolicy: replicas > 1 ? 'IfHealthyBudget' : 'AlwaysAllow',
        selector: { matchLabels: selectorLabels(workload) },
      },
    });
    if (secrets.length > 0 && secretStore) new SyncedSecret(this, 'Secret', { workload, store: secretStore });
    const ports = workload.ports.map((port) => ({
      name: port.name,
      port: port.servicePort,
      targetPort: k8s.IntOrString.fromString(port.name),
      protocol: 'TCP',
      appProtocol: port.protocol,
    }));
    new k8s.KubeService(this, 'Service', { metadata, spec: { type: 'ClusterIP', selector: selectorLabels(workload), ports } });
    new k8s.KubeService(this, 'Members', {
      metadata: { ...metadata, name: membersName(name), labels: { ...metadata.labels, ...NOT_SCRAPED } },
      spec: { clusterIp: 'None', publishNotReadyAddresses: true, selector: selectorLabels(workload), ports },
    });
    new DeclaredCallsPolicy(this, 'NetworkPolicy', { workload });
  }
}

/** A monitor selects Services by the labels of the workload; this one reaches the same pods a second time. */
const NOT_SCRAPED = { 'app.kubernetes.io/name': 'members' };

/** Pods of a StatefulSet have no label of their template, so all of them count as one version. */
const spread = (spec: k8s.PodSpec | undefined): Pick<k8s.PodSpec, 'topologySpreadConstraints'> =>
  spec?.topologySpreadConstraints
    ? { topologySpreadConstraints: spec.topologySpreadConstraints.map(({ matchLabelKeys: _, ...constraint }) => constraint) }
    : {};
