import { inObject } from '../manifests';
import type { ManifestRule } from '../rule';
import { RETIRED } from './retired-versions';

export const k30ApiVersion: ManifestRule = {
  id: 'K30',
  severity: 'error',
  subject: 'every object',
  over: 'manifests',
  why: 'The API server refuses a version that it no longer serves, and the sync stops in the middle.',
  mend: 'move to the version that replaces it',
  check: ({ objects, kubernetes }) =>
    objects.flatMap((object) => {
      const retired = RETIRED.get(`${object.apiVersion}/${String(object.raw.kind)}`);
      if (!retired) return [];
      const fix = retired.use ? `use apiVersion ${retired.use}` : `remove it: ${retired.instead ?? 'nothing replaces it'}`;
      if (retired.removed === undefined || minor(kubernetes) < minor(retired.removed)) {
        const until = retired.removed ? `is served until Kubernetes ${retired.removed}` : 'is deprecated';
        return [inObject(object, 'apiVersion', `${object.apiVersion} ${until}`, { fix, severity: 'warning' })];
      }
      return [
        inObject(
          object,
          'apiVersion',
          `${object.apiVersion} is not served since Kubernetes ${retired.removed}; the cluster runs ${kubernetes}`,
          { fix },
        ),
      ];
    }),
};

/** `1.34` and `v1.34.2` as 34; all versions in question are of major version 1. */
const minor = (version: string) => Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? Number.POSITIVE_INFINITY);
