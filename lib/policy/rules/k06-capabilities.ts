import { inContainer, map, overContainers, texts } from '../manifests';
import type { ManifestRule } from '../rule';

/** What the restricted Pod Security Standard allows to add. */
const ALLOWED = 'NET_BIND_SERVICE';

export const k06Capabilities: ManifestRule = {
  id: 'K06',
  severity: 'error',
  subject: 'container',
  over: 'manifests',
  why: 'Each Linux capability is a part of the power of root, and a runtime grants fourteen of them unasked.',
  mend: `set securityContext.capabilities.drop to [ALL] and add at most ${ALLOWED}`,
  check: overContainers((container, { windows }) => {
    const { drop, add } = map(container.security.capabilities);
    const extra = texts(add).filter((capability) => capability !== ALLOWED);
    return [
      ...(windows || texts(drop).includes('ALL')
        ? []
        : [inContainer(container, 'securityContext.capabilities.drop', 'keeps the capabilities that the runtime grants')]),
      ...(extra.length > 0 ? [inContainer(container, 'securityContext.capabilities.add', `adds ${extra.join(', ')}`)] : []),
    ];
  }),
};
