import { inContainer, inPod, isSet, overWorkloads } from '../manifests';
import type { ManifestRule } from '../rule';

export const k03NonRoot: ManifestRule = {
  id: 'K03',
  severity: 'error',
  subject: 'container',
  over: 'manifests',
  why: 'Root in a container is root on the node once the container is escaped.',
  mend: 'set securityContext.runAsNonRoot to true and runAsUser to a user above 9,999, on the pod or on each container',
  check: overWorkloads((workload) => {
    const { podSecurity } = workload;
    return [
      ...(podSecurity.runAsUser === 0 ? [inPod(workload, USER, 'the pod runs as user 0, which is root')] : []),
      ...(podSecurity.runAsNonRoot === false ? [inPod(workload, NON_ROOT, 'the pod says that it may run as root')] : []),
      ...workload.containers.flatMap((container) => {
        const own = container.security.runAsNonRoot;
        return [
          ...(container.security.runAsUser === 0 ? [inContainer(container, USER, 'runs as user 0, which is root')] : []),
          ...((isSet(own) ? own : podSecurity.runAsNonRoot) === true ? [] : [inContainer(container, NON_ROOT, 'may run as root')]),
        ];
      }),
    ];
  }),
};

const USER = 'securityContext.runAsUser';
const NON_ROOT = 'securityContext.runAsNonRoot';
