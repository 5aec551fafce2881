import type { Workload } from '../../workload';
import { type Alert, type AlertGroup, group } from '../alert';
import { podsOf, podsOfJobs, select } from '../promql';
import { kubectl, step } from '../runbook';
import { type AlertScope, alertIn, place } from '../scope';
import { onPods, undoRelease } from '../steps';
import { LIMITS } from '../thresholds';

/** Whether containers come to the limits that the platform file gives them. */
export const resourceAlerts = (scope: AlertScope, workload: Workload): AlertGroup =>
  group('resources', [
    ...(workload.resources.limits.cpu && !workload.ends ? [throttled(scope, workload)] : []),
    nearLimit(scope, workload),
  ]);

const usage = (scope: AlertScope) => onPods(scope, 'What each pod uses now:', 'top pods --containers');

function throttled(scope: AlertScope, { name, namespace, resources }: Workload): Alert {
  const container = { namespace, pod: podsOf(name), container: name };
  const periods = (what: string) => `sum by (namespace, pod) (rate(${select(`container_cpu_cfs_${what}_total`, container)}[5m]))`;
  const limit = resources.limits.cpu?.text ?? '';
  return alertIn(scope, {
    name: 'CpuThrottled',
    expr: `${periods('throttled_periods')}\n  /\n${periods('periods')} > ${LIMITS.throttledShare}`,
    forSeconds: 900,
    severity: 'warning',
    summary: `${name} in ${place(scope)}: {{ $labels.pod }} is held back at its CPU limit`,
    description: `{{ $labels.pod }} had to stop in {{ $value | humanizePercentage }} of the periods of 100 ms; its limit is ${limit}.`,
    runbook: {
      means: 'The container wants more CPU than its limit: requests wait for the next period of 100 ms, which the slowest of them show.',
      confirm: [usage(scope), step('What it may use, and why it has as many pods:', `npx holdfast explain ${name}`)],
      mitigate: [
        step(`Raise resources.limits.cpu of ${name} in platform.yaml (now ${limit}), or leave it out; then publish.`),
        step('Spread the same load over more pods: lower capacity.targetUtilization, or set replicas.min, and publish.'),
        undoRelease,
      ],
      learn: ['Was requestsPerReplica measured with this limit?'],
    },
  });
}

function nearLimit(scope: AlertScope, { name, namespace, resources, ends }: Workload): Alert {
  const pod = ends ? podsOfJobs(name) : podsOf(name);
  const { memory } = resources.limits;
  const bytes = Math.floor(memory.bytes * LIMITS.memoryShare);
  return alertIn(scope, {
    name: 'MemoryNearLimit',
    expr: `max by (namespace, pod) (${select('container_memory_working_set_bytes', { namespace, pod, container: name })}) > ${bytes}`,
    forSeconds: 600,
    severity: 'warning',
    summary: `${name} in ${place(scope)}: {{ $labels.pod }} will be killed for its memory`,
    description: `{{ $labels.pod }} uses {{ $value | humanize1024 }}B of the ${memory.text} after which it is killed.`,
    runbook: {
      means: 'At the limit the kernel ends the container in the middle of its requests. A leak takes one pod after the other.',
      confirm: [
        usage(scope),
        step('Whether some were killed already:', kubectl('get events --field-selector reason=OOMKilling', namespace)),
      ],
      mitigate: [
        step('Gain time when it is a leak: restart them one by one.', kubectl(`delete pod <pod> --wait`, namespace)),
        step(`Raise resources.limits.memory of ${name} in platform.yaml (now ${memory.text}) and publish.`),
        undoRelease,
      ],
      learn: ['Does memory grow with load, with time, or with a release?'],
    },
  });
}
