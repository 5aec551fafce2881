import { inContainer, overContainers } from '../manifests';
import type { ManifestRule } from '../rule';

export const k02PrivilegeEscalation: ManifestRule = {
  id: 'K02',
  severity: 'error',
  subject: 'container',
  over: 'manifests',
  why: 'With privilege escalation a setuid program in the image gives a process more rights than it was started with.',
  mend: 'set securityContext.allowPrivilegeEscalation to false; it is true when absent',
  check: overContainers((container, { windows }) =>
    windows || container.security.allowPrivilegeEscalation === false
      ? []
      : [inContainer(container, 'securityContext.allowPrivilegeEscalation', 'may gain privileges that it was not started with')],
  ),
};
