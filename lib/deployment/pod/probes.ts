import { k8s } from 'cdk8s-plus-27';
import type { Probe, Probes } from '../../model';

/** The three probes of a container. */
export const containerProbes = (probes: Probes | undefined) =>
  probes
    ? { startupProbe: kubeProbe(probes.startup), readinessProbe: kubeProbe(probes.readiness), livenessProbe: kubeProbe(probes.liveness) }
    : {};

const kubeProbe = ({ check, periodSeconds, timeoutSeconds, failureThreshold }: Probe): k8s.Probe => ({
  ...action(check),
  periodSeconds,
  timeoutSeconds,
  failureThreshold,
});

function action(check: Probe['check']): Pick<k8s.Probe, 'httpGet' | 'grpc' | 'tcpSocket' | 'exec'> {
  switch (check.kind) {
    case 'http': {
      const httpHeaders = Object.entries(check.headers ?? {}).map(([name, value]) => ({ name, value }));
      return {
        httpGet: { path: check.path, port: k8s.IntOrString.fromString(check.port), ...(httpHeaders.length > 0 ? { httpHeaders } : {}) },
      };
    }
    case 'grpc':
      return { grpc: { port: check.port, service: check.service } };
    case 'tcp':
      return { tcpSocket: { port: k8s.IntOrString.fromString(check.port) } };
    case 'exec':
      return { exec: { command: [...check.command] } };
  }
}
