import { inContainer, inPod, isOn, map, overWorkloads } from '../manifests';
import type { ManifestRule } from '../rule';

export const k01Privileged: ManifestRule = {
  id: 'K01',
  severity: 'error',
  subject: 'container',
  over: 'manifests',
  why: 'A privileged container is root on its node: whoever breaks into it owns every pod that runs there.',
  mend: 'set securityContext.privileged to false and add the single capability that is needed',
  check: overWorkloads((workload) => [
    ...(isHostProcess(workload.podSecurity) ? [inPod(workload, HOST_PROCESS, 'the pod runs as a process of its Windows host', UNSET)] : []),
    ...workload.containers.flatMap((container) => [
      ...(isOn(container.security.privileged) ? [inContainer(container, 'securityContext.privileged', 'runs privileged')] : []),
      ...(isHostProcess(container.security) ? [inContainer(container, HOST_PROCESS, 'runs as a process of its Windows host', UNSET)] : []),
    ]),
  ]),
};

const HOST_PROCESS = 'securityContext.windowsOptions.hostProcess';
const UNSET = { fix: 'remove windowsOptions.hostProcess' };

const isHostProcess = (security: Readonly<Record<string, unknown>>) => isOn(map(security.windowsOptions).hostProcess);
