import { Construct } from 'constructs';
import { DeployedService, NodeAgent, RestrictedNamespace } from '../lib/deployment';
import {
  type Cluster,
  COLLECTORS,
  type Destination,
  destinationOf,
  externalLabels,
  MONITORING_NAMESPACE,
  NODE_LOGS_NAMESPACE,
  type Peer,
  type Platform,
  READS_NODE_LOGS,
  spanRate,
  WATCHERS,
} from '../lib/model';
import {
  agentConfig,
  CHECKPOINTS,
  CollectorPolicy,
  collector,
  GatewayReplicas,
  gateway,
  gatewayConfig,
  LOG_FOLDER,
  logsConfig,
  PodReader,
  WorkloadMonitor,
} from '../lib/observability';

/** Files of containers are readable by the group root (containerd and CRI-O write them with mode 0640). */
const ROOT_GROUP = 0;
const ASKS = 'says which pod a span or a line is of';

export interface ClusterTelemetryProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly labels: Readonly<Record<string, string>>;
}

/** Collectors of traces and logs: what the platform file asks for, and nothing when it asks for nothing. */
export class ClusterTelemetry extends Construct {
  constructor(scope: Construct, id: string, props: ClusterTelemetryProps) {
    super(scope, id);
    const { telemetry } = props.platform.spec;
    if (telemetry.traces) this.traces(props, destinationOf(telemetry.traces.endpoint), Number.parseFloat(telemetry.traces.sampling.text));
    if (telemetry.logs !== 'none') {
      this.logs(props, telemetry.logs === 'loki' && telemetry.loki ? { kind: 'loki', url: telemetry.loki.url } : { kind: 'cloudwatch' });
    }
  }

  private traces({ platform, cluster, labels }: ClusterTelemetryProps, destination: Destination, sampledPercent: number): void {
    const { name, team, spec } = platform;
    const rate = spanRate(platform, cluster);
    const common = { platform: name, team, namespace: MONITORING_NAMESPACE };
    const peer = (to: string): Peer => ({ name: to, namespace: MONITORING_NAMESPACE, instance: name, ports: [COLLECTORS.ports.otlp] });
    const senders = cluster.services
      .filter(({ workload }) => spec.services[workload.name]?.traces)
      .map(({ workload }) => ({ ...workload, ports: [COLLECTORS.ports.otlp] }));
    const agent = collector({
      ...common,
      name: COLLECTORS.agent,
      config: agentConfig(identityOf(platform, cluster)),
      memoryMib: WATCHERS.nodeAgent.mib,
      cpuMillicores: WATCHERS.nodeAgent.millicores,
      receives: true,
      callers: senders,
      callees: [peer(COLLECTORS.gateway)],
    });
    const behind = gateway(
      {
        ...common,
        config: gatewayConfig({ destination, sampledPercent, tracesPerSecond: rate.traces.value }),
        callers: [peer(COLLECTORS.agent)],
      },
      rate,
    );
    new NodeAgent(this, 'Agent', { workload: agent, asksApiServer: ASKS });
    new PodReader(this, 'AgentAccess', { account: agent.name, namespace: agent.namespace, role: `${name}-${agent.name}`, labels });
    new CollectorPolicy(this, 'AgentPolicy', { workload: agent, apiServerIn: cluster.network.cidr.text });
    new WorkloadMonitor(this, 'AgentMonitor', { workload: agent });
    new DeployedService(this, 'Gateway', { workload: behind });
    new GatewayReplicas(this, 'GatewayReplicas', { workload: behind });
    new CollectorPolicy(this, 'GatewayPolicy', { workload: behind, destination });
    new WorkloadMonitor(this, 'GatewayMonitor', { workload: behind });
  }

  private logs({ platform, cluster, labels }: ClusterTelemetryProps, to: Parameters<typeof logsConfig>[0]['to']): void {
    const { name, team } = platform;
    // Only here may pods mount folders of the node.
    new RestrictedNamespace(this, 'LogsNamespace', { name: NODE_LOGS_NAMESPACE, labels, admits: 'privileged' });
    const agent = collector({
      platform: name,
      team,
      namespace: NODE_LOGS_NAMESPACE,
      name: COLLECTORS.logs,
      config: logsConfig({ identity: identityOf(platform, cluster), namespace: cluster.namespace, to }),
      memoryMib: WATCHERS.nodeAgent.mib,
      cpuMillicores: WATCHERS.nodeAgent.millicores,
      receives: false,
      writable: [CHECKPOINTS],
    });
    new NodeAgent(this, 'LogAgent', {
      workload: agent,
      asksApiServer: ASKS,
      reads: {
        folder: LOG_FOLDER,
        annotation: READS_NODE_LOGS,
        because: 'what containers print is nowhere else',
        group: ROOT_GROUP,
      },
    });
    new PodReader(this, 'LogAccess', { account: agent.name, namespace: agent.namespace, role: `${name}-${agent.name}`, labels });
    new CollectorPolicy(this, 'LogPolicy', {
      workload: agent,
      apiServerIn: cluster.network.cidr.text,
      destination: to.kind === 'loki' ? destinationOf(to.url) : 'aws',
    });
    new WorkloadMonitor(this, 'LogMonitor', { workload: agent });
  }
}

function identityOf(platform: Platform, cluster: Cluster) {
  const { environment, region, cluster: name } = externalLabels(platform, cluster);
  return { platform: platform.name, environment, region, cluster: name };
}
