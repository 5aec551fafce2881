import { inObject, overWorkloads } from '../manifests';
import type { ManifestRule } from '../rule';

const PREFIX = 'app.kubernetes.io/';
const STANDARD = ['name', 'instance', 'version', 'component', 'part-of', 'managed-by'];

export const k32Labels: ManifestRule = {
  id: 'K32',
  severity: 'warning',
  subject: 'workload and its pods',
  over: 'manifests',
  why: 'Dashboards, cost reports and people at night find what belongs together by the standard labels.',
  mend: `set the labels ${STANDARD.map((label) => PREFIX + label).join(', ')} on the workload and on its pod template`,
  check: overWorkloads(({ object, labels, metadataPath }) => {
    const places = [
      { path: 'metadata.labels', present: object.labels, who: 'the workload' },
      ...(object.kind === 'Pod' ? [] : [{ path: `${metadataPath}.labels`, present: labels, who: 'its pod template' }]),
    ];
    return places.flatMap(({ path, present, who }) => {
      const missing = STANDARD.filter((label) => !present[PREFIX + label]);
      return missing.length > 0 ? [inObject(object, path, `${who} has no label ${missing.map((label) => PREFIX + label).join(', ')}`)] : [];
    });
  }),
};
