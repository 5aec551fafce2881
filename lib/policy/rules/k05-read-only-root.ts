import { inContainer, overContainers } from '../manifests';
import type { ManifestRule } from '../rule';

export const k05ReadOnlyRoot: ManifestRule = {
  id: 'K05',
  severity: 'error',
  subject: 'container',
  over: 'manifests',
  why: 'Whoever breaks into a container with a writable root file system can replace its program.',
  mend: 'set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the process writes',
  check: overContainers((container, { windows }) =>
    windows || container.security.readOnlyRootFilesystem === true
      ? []
      : [inContainer(container, 'securityContext.readOnlyRootFilesystem', 'can write to its root file system')],
  ),
};
