import { inContainer, inPod, isOn, number, overWorkloads, portsOf } from '../manifests';
import type { ManifestRule } from '../rule';

export const k08HostNamespaces: ManifestRule = {
  id: 'K08',
  severity: 'error',
  subject: 'pod',
  over: 'manifests',
  why: "In the node's namespaces a pod sees the processes and the traffic of every other pod, and no NetworkPolicy holds it.",
  mend: 'remove hostPID, hostIPC, hostNetwork and hostPort; let a Service publish the port',
  check: overWorkloads((workload) => [
    ...NAMESPACES.filter(([field]) => isOn(workload.pod[field])).map(([field, noun]) =>
      inPod(workload, field, `the pod shares ${noun} of its node`),
    ),
    ...workload.containers.flatMap((container) =>
      portsOf(container)
        .filter(({ hostPort }) => number(hostPort))
        .map(({ hostPort, index }) => inContainer(container, `ports[${index}].hostPort`, `takes port ${hostPort} of its node`)),
    ),
  ]),
};

const NAMESPACES = [
  ['hostPID', 'the processes'],
  ['hostIPC', 'the shared memory'],
  ['hostNetwork', 'the network'],
] as const;
