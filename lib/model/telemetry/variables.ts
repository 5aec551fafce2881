import type { PlatformSpec } from '../../spec';
import { labelValue } from '../labels';
import { MONITORING_NAMESPACE } from '../names';
import type { Peer } from '../workload';
import { COLLECTORS } from './names';

interface Traced {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly team: string;
}

/** Whether a service of the platform sends traces at all. */
export const sendsTraces = ({ telemetry }: PlatformSpec, { traces }: { readonly traces: boolean }) =>
  traces && telemetry.traces !== undefined;

/**
 * Variables that tell the OpenTelemetry SDK of a service where the agent of its node is, and who it is (OpenTelemetry, SDK
 * environment variables). Metrics and logs have ways of their own. Sampling is decided at the gateway, which sees whole traces.
 */
export const otlpVariables = ({ name, namespace, version, team }: Traced): Readonly<Record<string, string>> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://${COLLECTORS.agent}.${MONITORING_NAMESPACE}.svc:${COLLECTORS.ports.otlp.servicePort}`,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  OTEL_SERVICE_NAME: name,
  OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${namespace},service.version=${labelValue(version)},team=${team}`,
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_TRACES_SAMPLER: 'parentbased_always_on',
});

/** The agent as a callee. */
export const agentPeer = (platform: string): Peer => ({
  name: COLLECTORS.agent,
  namespace: MONITORING_NAMESPACE,
  instance: platform,
  ports: [COLLECTORS.ports.otlp],
});
