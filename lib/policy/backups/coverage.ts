import {
  type Breach,
  inObject,
  items,
  type KubernetesObject,
  type ManifestIndex,
  map,
  selects,
  text,
  texts,
  type Workload,
} from '../manifests';
import { templateOf } from './schedules';

/** Namespaces of what keeps nothing of an application: Velero's own copies, and the tests of them. */
const NOT_OF_APPLICATIONS = new Set(['velero', 'restore-test', 'kube-system', 'kube-public', 'kube-node-lease']);

/** Volumes of applications that no Schedule covers. Where there is no Schedule at all, backups are made by something else. */
export function uncoveredState(cluster: ManifestIndex): readonly Breach[] {
  const schedules = cluster.ofKind('Schedule.velero.io');
  if (schedules.length === 0) return [];
  return stateful(cluster)
    .filter(({ object }) => !NOT_OF_APPLICATIONS.has(object.namespace))
    .flatMap((state) => {
      const reasons = schedules.map((schedule) => whyNot(schedule, state));
      if (reasons.includes(undefined)) return [];
      const message = `keeps data on a volume in the namespace ${state.object.namespace}, and no backup covers it: ${schedules
        .map(({ name }, i) => `${name} ${reasons[i]}`)
        .join('; ')}`;
      return [inObject(state.object, state.path, message, { fix: `include ${state.object.namespace} in a Schedule that copies volumes` })];
    });
}

interface State {
  readonly object: KubernetesObject;
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Objects that keep data on volumes: those that ask for volumes, and those that use one. */
const stateful = (cluster: ManifestIndex): readonly State[] => [
  ...cluster.workloads.flatMap(ofWorkload),
  ...cluster.ofKind('PersistentVolumeClaim').map((object) => ({ object, path: 'spec', labels: object.labels })),
];

function ofWorkload({ object, labels, pod, podPath }: Workload): State[] {
  if (items(object.spec.volumeClaimTemplates).length > 0) return [{ object, path: 'spec.volumeClaimTemplates', labels }];
  const claimed = items(pod.volumes).find(({ item }) => item.persistentVolumeClaim !== undefined);
  return claimed ? [{ object, path: `${podPath}.volumes[${claimed.index}]`, labels }] : [];
}

/** Why a Schedule does not copy the volumes of something; undefined when it does. */
function whyNot(schedule: KubernetesObject, { object: { namespace }, labels }: State): string | undefined {
  const template = templateOf(schedule);
  const included = texts(template.includedNamespaces);
  const excluded = texts(template.excludedNamespaces);
  if (schedule.spec.paused === true) return 'is paused';
  if (included.length > 0 && !included.some((pattern) => matches(pattern, namespace))) return `includes only ${included.join(', ')}`;
  if (excluded.some((pattern) => matches(pattern, namespace))) return 'excludes the namespace';
  if (template.snapshotVolumes === false && template.defaultVolumesToFsBackup !== true) return 'copies no volumes';
  const resources = texts(template.includedResources);
  if (resources.length > 0 && !resources.some((resource) => VOLUMES.has(resource))) return `includes only ${resources.join(', ')}`;
  if (texts(template.excludedResources).some((resource) => VOLUMES.has(resource) && resource !== '*')) return 'excludes volumes';
  const selectors = [template.labelSelector, ...items(template.orLabelSelectors).map(({ item }) => item)].filter(
    (selector) => Object.keys(map(selector)).length > 0,
  );
  if (selectors.length > 0 && !selectors.some((selector) => selects(selector, labels))) return 'selects other labels';
  return undefined;
}

const VOLUMES = new Set(['*', 'pvc', 'persistentvolumeclaims', 'persistentvolumeclaim']);

/** Velero reads `*` in a name as any letters (Velero, resource filtering). */
const matches = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(text(name) ?? '');
