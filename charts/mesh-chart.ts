import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { DeployedService, NamespaceSecretStore, RestrictedNamespace } from '../lib/deployment';
import { EastWestGateway, MeshDefaults, MeshTrust, PublicGateway, PublicLoadBalancer } from '../lib/mesh';
import {
  type Cluster,
  calledServices,
  ISTIO,
  meshHost,
  meshPeers,
  monitoringLabels,
  networkName,
  type Platform,
  publicServices,
  usesGatewayApi,
} from '../lib/model';
import { WorkloadMonitor } from '../lib/observability';
import { meshIn } from './gateway-host';
import { MadeEastWestGateway } from './made-gateways';

/** A new pod counts as ready when the load balancer finds it healthy, so that a roll-out does not run ahead of it. */
const READINESS_GATE = { 'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled' };

export interface MeshChartProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
}

/** What the mesh of a cluster has once: its defaults, its doors, and what joins it with the other region. */
export class MeshChart extends Chart {
  constructor(scope: Construct, id: string, { platform, cluster }: MeshChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const { istio, telemetry } = platform.spec;
    const labels = monitoringLabels(platform.name, platform.team);
    const peers = meshPeers(platform, cluster);
    const { gateways } = cluster;
    new MeshDefaults(this, 'Defaults', { sampling: telemetry.traces?.sampling.fraction, labels });
    if (peers.length > 0) {
      const store = { ...cluster.secretStore, kind: 'SecretStore' } as const;
      new NamespaceSecretStore(this, 'SecretStore', { store, namespace: ISTIO.controlPlane.namespace, labels });
      new MeshTrust(this, 'Trust', { platform: platform.name, cluster, peers, issuer: istio.trust, store, labels });
    }
    if (gateways.every(({ workload }) => workload.namespace !== ISTIO.gateway.namespace)) return;
    new RestrictedNamespace(this, 'Namespace', { name: ISTIO.gateway.namespace, labels: { ...labels, ...READINESS_GATE } });
    const doors = gateways.filter(({ workload }) => workload.namespace === ISTIO.gateway.namespace);
    for (const [i, { workload }] of doors.entries()) {
      if (workload.proxy?.madeFrom) {
        new MadeEastWestGateway(this, 'EastWest', { workload, revision: istio.revision });
        continue;
      }
      new DeployedService(this, `Gateway${i}`, { workload });
      new WorkloadMonitor(this, `Monitor${i}`, { workload });
      if (workload.name === ISTIO.gateway.name) {
        new PublicGateway(this, 'Public', {
          workload,
          hosts: publicHosts(platform, cluster),
          issuer: istio.gatewayIssuer,
          routes: usesGatewayApi(platform.spec) ? 'gatewayApi' : 'istio',
          namespaces: [cluster.namespace],
          labels,
        });
        if (publicServices(platform, cluster).length > 0)
          new PublicLoadBalancer(this, 'LoadBalancer', { platform, cluster, workload, labels });
      } else {
        new EastWestGateway(this, 'EastWest', { workload, network: networkName(cluster), hosts: servedHosts(cluster), labels });
      }
    }
  }
}

const publicHosts = (platform: Platform, cluster: Cluster) =>
  cluster.services
    .flatMap((service) => meshIn(platform, cluster, service)?.gateway ?? [])
    .map(({ host, aliases }) => ({ host, aliases }))
    .sort((a, b) => (a.host < b.host ? -1 : 1));

/** What is only public is asked at its own door. */
const servedHosts = (cluster: Cluster) =>
  calledServices(cluster)
    .map(({ workload: { name, namespace } }) => meshHost(name, namespace))
    .sort();
