import { inContainer, overContainers, parseImage, text } from '../manifests';
import type { ManifestRule } from '../rule';

export const k15ImageVersion: ManifestRule = {
  id: 'K15',
  severity: 'error',
  subject: 'container',
  over: 'manifests',
  why: 'A tag that moves starts another program on the next node than the one that was tested, and nothing can be rolled back to.',
  mend: 'name the version that was tested, with its digest: image:1.4.2@sha256:…',
  check: overContainers((container, { annotations }, { production }) => {
    const reference = text(container.raw.image);
    // The injector of Istio puts the image of its own version there.
    if (reference === 'auto' && annotations['inject.istio.io/templates'] !== undefined) return [];
    if (!reference) return [inContainer(container, 'image', 'names no image')];
    const { tag, digest, moves } = parseImage(reference);
    if (moves)
      return [inContainer(container, 'image', `runs ${reference}: ${tag ? `the tag ${tag} moves` : 'without a tag, latest is pulled'}`)];
    if (digest || !production) return [];
    const fix = 'add the digest that passed the tests; a registry lets a tag be overwritten';
    return [inContainer(container, 'image', `runs ${reference} without a digest in production`, { severity: 'warning', fix })];
  }),
};
