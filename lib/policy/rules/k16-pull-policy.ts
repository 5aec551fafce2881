import { inContainer, overContainers, parseImage, text } from '../manifests';
import type { ManifestRule } from '../rule';

export const k16PullPolicy: ManifestRule = {
  id: 'K16',
  severity: 'warning',
  subject: 'container',
  over: 'manifests',
  why: 'A policy that does not fit the tag runs an old image, or asks a registry that may be down for one that is there already.',
  mend: 'set imagePullPolicy to IfNotPresent for a fixed tag or digest, to Always for a tag that moves',
  check: overContainers((container, { annotations }) => {
    const policy = text(container.raw.imagePullPolicy);
    const reference = text(container.raw.image);
    // What is injected brings its own version.
    if (!policy || !reference || (reference === 'auto' && annotations['inject.istio.io/templates'] !== undefined)) return [];
    const { moves } = parseImage(reference);
    if (policy === (moves ? 'Always' : 'IfNotPresent')) return [];
    const effect =
      policy === 'Always'
        ? 'cannot restart while the registry is down, though its tag is fixed'
        : policy === 'Never'
          ? 'starts only on nodes that have the image already'
          : 'may run an older image than its tag means by now';
    return [inContainer(container, 'imagePullPolicy', `${effect} (imagePullPolicy ${policy})`)];
  }),
};
