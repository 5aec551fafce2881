import { inContainer, overContainers } from '../manifests';
import type { ManifestRule } from '../rule';
import { limitOf, requestOf } from './resource-amounts';

export const k17Resources: ManifestRule = {
  id: 'K17',
  severity: 'error',
  subject: 'container',
  over: 'manifests',
  why: 'The scheduler packs nodes by requests, and without a memory limit one leak takes the other pods of the node with it.',
  mend: 'set resources.requests.cpu, resources.requests.memory and resources.limits.memory from what the container uses under load',
  check: overContainers((container) => {
    // Ephemeral containers may not have resources.
    if (container.role === 'ephemeral') return [];
    const missing = [
      ...(['cpu', 'memory'] as const).filter((name) => requestOf(container, name) === undefined).map((name) => `requests.${name}`),
      ...(limitOf(container, 'memory') === undefined ? ['limits.memory'] : []),
    ];
    return missing.length > 0 ? [inContainer(container, 'resources', `has no ${missing.join(', ')}`)] : [];
  }),
};
