import type { ProbeSpec } from '../spec';
import type { Port, Probe, Probes } from './workload';

/** Patience when none is declared, in seconds and failures. */
const READINESS = { periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 } as const;
/** A restart drops what the pod was doing, so liveness waits twice as long as readiness before it acts. */
const LIVENESS_PATIENCE = 2;
/** Startup is asked often, so that a pod serves as soon as it can. */
const STARTUP_PERIOD = 5;

type Check = Pick<ProbeSpec, 'http' | 'grpc' | 'tcp' | 'exec'>;

/** Three probes from one declared check: the same question with the patience that each purpose needs. */
export function probes(spec: ProbeSpec, ports: readonly Port[]): Probes {
  const readiness: Probe = {
    check: check(spec, ports),
    periodSeconds: spec.period?.seconds ?? READINESS.periodSeconds,
    timeoutSeconds: Math.max(
      1,
      Math.round(spec.timeout?.seconds ?? Math.min(READINESS.timeoutSeconds, spec.period?.seconds ?? READINESS.timeoutSeconds)),
    ),
    failureThreshold: spec.failures ?? READINESS.failureThreshold,
  };
  const own = spec.liveness ?? {};
  const liveness: Probe = {
    check: hasCheck(own) ? check(own, ports) : readiness.check,
    periodSeconds: own.period?.seconds ?? readiness.periodSeconds,
    timeoutSeconds: own.timeout?.seconds ?? readiness.timeoutSeconds,
    failureThreshold: own.failures ?? readiness.failureThreshold * LIVENESS_PATIENCE,
  };
  const startup: Probe = {
    check: liveness.check,
    periodSeconds: STARTUP_PERIOD,
    timeoutSeconds: Math.min(readiness.timeoutSeconds, STARTUP_PERIOD),
    failureThreshold: Math.max(1, Math.ceil(spec.startsWithin.seconds / STARTUP_PERIOD)),
  };
  return { startup, readiness, liveness };
}

const hasCheck = (spec: Check) => Boolean(spec.http ?? spec.grpc ?? spec.tcp ?? spec.exec);

function check(spec: Check, ports: readonly Port[]): Probe['check'] {
  const only = ports[0];
  if (spec.http) return { kind: 'http', path: spec.http.path, port: spec.http.port ?? only?.name ?? '', headers: spec.http.headers };
  if (spec.grpc) return { kind: 'grpc', port: numberOf(spec.grpc.port ?? only?.name, ports), service: spec.grpc.service };
  if (spec.tcp) return { kind: 'tcp', port: spec.tcp.port ?? only?.name ?? '' };
  return { kind: 'exec', command: spec.exec ?? [] };
}

/** Kubernetes takes gRPC probe ports by number only. */
const numberOf = (name: string | undefined, ports: readonly Port[]) => ports.find((port) => port.name === name)?.port ?? 0;
