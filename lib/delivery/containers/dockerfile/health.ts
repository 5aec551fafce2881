import type { Probe, Probes } from '../../../model';
import type { ContainerFacts } from '../facts';
import type { HealthCommand } from './recipe';

/** How a runtime asks a web page, or opens a connection, without a shell and without curl. */
export interface Client {
  readonly http: (url: string, headers: Readonly<Record<string, string>>, timeoutSeconds: number) => readonly string[];
  readonly tcp: (port: number, timeoutSeconds: number) => readonly string[];
}

/** Kubernetes asks by itself and never looks at this; Docker and Compose have no other way to know (Docker docs, HEALTHCHECK). */
export function healthCommand({ probes, ports }: ContainerFacts, client: Client | undefined): HealthCommand {
  if (!probes) return { none: 'no probe is declared' };
  const { check, timeoutSeconds } = probes.readiness;
  const port = (name: string) => ports.find((each) => each.name === name)?.port ?? 0;
  switch (check.kind) {
    case 'exec':
      return { command: check.command };
    case 'grpc':
      return { none: 'the image holds no client for gRPC; the kubelet has its own' };
    case 'http':
      if (!client) return NO_CLIENT;
      return { command: client.http(`http://127.0.0.1:${port(check.port)}${check.path}`, check.headers ?? {}, timeoutSeconds) };
    case 'tcp':
      return client ? { command: client.tcp(port(check.port), timeoutSeconds) } : NO_CLIENT;
  }
}

const NO_CLIENT = { none: 'the image holds no program that could ask; the kubelet asks from outside' } as const;

/** The patience of a probe in the words of Docker and Compose. */
export interface Patience {
  readonly interval: string;
  readonly timeout: string;
  readonly startPeriod: string;
  readonly retries: number;
}

/** Readiness, since what waits for a service wants to use it; a start may take as long as the manifests allow. */
export const patienceOf = ({ readiness, startup }: Probes): Patience => ({
  interval: seconds(readiness.periodSeconds),
  timeout: seconds(readiness.timeoutSeconds),
  startPeriod: seconds(allowance(startup)),
  retries: readiness.failureThreshold,
});

const seconds = (count: number) => `${count}s`;
const allowance = ({ periodSeconds, failureThreshold }: Probe) => periodSeconds * failureThreshold;
