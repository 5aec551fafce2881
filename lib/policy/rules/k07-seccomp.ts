import { inContainer, inPod, type JsonMap, map, overWorkloads, text } from '../manifests';
import type { ManifestRule } from '../rule';

const CONFINED: readonly unknown[] = ['RuntimeDefault', 'Localhost'];

export const k07Seccomp: ManifestRule = {
  id: 'K07',
  severity: 'error',
  subject: 'container',
  over: 'manifests',
  why: 'Without a seccomp profile a process may call every system call of the kernel, the exploitable ones included.',
  mend: 'set securityContext.seccompProfile.type of the pod to RuntimeDefault; without it the kubelet confines nothing',
  check: overWorkloads((workload) => {
    if (workload.windows) return [];
    const ofPod = profileOf(workload.podSecurity);
    return [
      ...(ofPod && !CONFINED.includes(ofPod) ? [inPod(workload, FIELD, `the pod's seccomp profile is ${ofPod}`)] : []),
      ...workload.containers.flatMap((container) => {
        const own = profileOf(container.security);
        if (CONFINED.includes(own ?? ofPod)) return [];
        return [inContainer(container, FIELD, own ? `has the seccomp profile ${own}` : 'runs without a seccomp profile')];
      }),
    ];
  }),
};

const FIELD = 'securityContext.seccompProfile.type';

const profileOf = (security: JsonMap) => text(map(security.seccompProfile).type);
