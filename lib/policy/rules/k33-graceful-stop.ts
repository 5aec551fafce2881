import { type Container, inContainer, isMap, map, number, overWorkloads, portsOf, texts } from '../manifests';
import type { ManifestRule } from '../rule';

/**
 * Endpoints, proxies and load balancers forget a pod only after they were told, which happens while it is being stopped.
 * Five seconds is the least that the field waits (Kubernetes, Pod lifecycle: endpoints are removed in parallel with the stop).
 */
const ENDPOINT_REMOVAL_SECONDS = 5;
/** What Kubernetes grants when terminationGracePeriodSeconds is absent. */
const DEFAULT_GRACE_SECONDS = 30;

export const k33GracefulStop: ManifestRule = {
  id: 'K33',
  severity: 'warning',
  subject: 'container behind a Service',
  over: 'manifests',
  why: 'A container that ends at once drops the requests that are still routed to it; one that waits beyond the grace period is killed with them.',
  mend: 'wait 10 s in lifecycle.preStop (sleep), and set terminationGracePeriodSeconds to that plus the longest request',
  check: overWorkloads((workload, cluster) => {
    if (!workload.longRunning || cluster.selecting(workload, 'Service').length === 0) return [];
    const grace = number(workload.pod.terminationGracePeriodSeconds) ?? DEFAULT_GRACE_SECONDS;
    return workload.containers
      .filter((container) => container.role === 'app' && portsOf(container).length > 0)
      .flatMap((container) => {
        const problem = problemOf(container, grace);
        return problem ? [inContainer(container, 'lifecycle.preStop', problem)] : [];
      });
  }),
};

function problemOf({ raw }: Container, graceSeconds: number): string | undefined {
  const hook = map(raw.lifecycle).preStop;
  if (!isMap(hook)) return 'stops at once, while requests are still routed to it: it has no preStop hook';
  const waits = waitSeconds(hook);
  // A command or address of the image's own may wait in its own way.
  if (waits === undefined) return undefined;
  if (waits < ENDPOINT_REMOVAL_SECONDS)
    return `waits ${waits} s before it stops, and is taken out of the load balancers after ${ENDPOINT_REMOVAL_SECONDS} s or more`;
  return waits >= graceSeconds
    ? `waits ${waits} s of a grace period of ${graceSeconds} s, and is killed before it can finish a request`
    : undefined;
}

/** How long a hook waits, when it says so: the kubelet's sleep, `sleep 10`, or `sh -c "sleep 10"`. */
function waitSeconds(hook: Readonly<Record<string, unknown>>): number | undefined {
  if (isMap(hook.sleep)) return number(hook.sleep.seconds);
  const command = texts(map(hook.exec).command);
  const written = /(?:^|[\s/;&])sleep\s+(\d+(?:\.\d+)?)s?(?:$|[\s;&])/.exec(command.join(' '))?.[1];
  return written === undefined ? undefined : Number(written);
}
