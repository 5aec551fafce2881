import { inContainer, number, overContainers } from '../manifests';
import type { ManifestRule } from '../rule';

/** Accounts that a node's image creates have lower numbers; kube-score and Checkov draw the same line. */
const LOWEST = 10_000;

export const k04HighUser: ManifestRule = {
  id: 'K04',
  severity: 'warning',
  subject: 'container',
  over: 'manifests',
  why: 'A process that escapes under the number of a user of the node has the files of that user.',
  mend: `set securityContext.runAsUser and runAsGroup to ${LOWEST} or more`,
  check: overContainers((container, { podSecurity, windows }) =>
    windows
      ? []
      : FIELDS.flatMap(([field, noun]) => {
          const id = number(container.security[field]) ?? number(podSecurity[field]);
          if (id !== undefined && id >= LOWEST) return [];
          const which = id === undefined ? `the ${noun} that the image chooses` : `${noun} ${id}, which may be one of the node`;
          return [inContainer(container, `securityContext.${field}`, `runs as ${which}`)];
        }),
  ),
};

const FIELDS = [
  ['runAsUser', 'user'],
  ['runAsGroup', 'group'],
] as const;
