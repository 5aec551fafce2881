import { PREFIX } from '../names';

/** Namespace of what reads files of the nodes: the one in which pods may mount them. */
export const NODE_LOGS_NAMESPACE = 'node-logs';

/** Why a pod reads the logs of its node (rule K09). */
export const READS_NODE_LOGS = `${PREFIX}/reads-node-logs`;

const otlp = { name: 'otlp', port: 4317, servicePort: 4317, protocol: 'grpc' } as const;
const metrics = { name: 'metrics', port: 8888, servicePort: 8888, protocol: 'http' } as const;
const health = { name: 'health', port: 13_133, servicePort: 13_133, protocol: 'http' } as const;

/** Collectors: an agent on each node, a gateway that decides which traces stay, and an agent that reads logs. */
export const COLLECTORS = {
  agent: 'otel-agent',
  gateway: 'otel-gateway',
  /** Each replica of the gateway by its own address. */
  gatewayReplicas: 'otel-gateway-replicas',
  logs: 'log-agent',
  ports: { otlp, metrics, health },
} as const;

/** Log group of the containers of an environment in CloudWatch. */
export const containerLogGroup = (platform: string, environment: string) => `/${platform}/${environment}/containers`;
