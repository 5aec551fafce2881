import { inContainer, overContainers } from '../manifests';
import type { ManifestRule } from '../rule';
import { limitOf } from './resource-amounts';

const NAME = 'ephemeral-storage';

export const k18EphemeralStorage: ManifestRule = {
  id: 'K18',
  severity: 'warning',
  subject: 'container',
  over: 'manifests',
  why: 'Logs and temporary files of one container that has no limit fill the disk of the node, which then evicts its pods.',
  mend: `set ${NAME} in resources.requests and resources.limits`,
  // A request is the limit where it is absent, so the limit is what has to be there.
  check: overContainers((container) =>
    container.role === 'ephemeral' || limitOf(container, NAME) !== undefined
      ? []
      : [inContainer(container, 'resources.limits', `has no limit of ${NAME}`)],
  ),
};
