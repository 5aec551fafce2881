import { type Breach, inObject, items, type KubernetesObject, map, text, texts } from '../manifests';
import type { TreeRule } from '../rule';
import { applicationsOf, type SyncedApplication } from '../synchronisation/applications';
import { groupOf, objectsByFolder, plainKind } from '../synchronisation/tree';

const RESPECT = 'RespectIgnoreDifferences=true';

export const x15SelfHeal: TreeRule = {
  id: 'X15',
  severity: 'error',
  subject: 'Application, ApplicationSet',
  over: 'tree',
  why: 'Self-heal that takes back what an autoscaler just decided cuts capacity in the middle of a peak, again and again.',
  mend: `add the field to ignoreDifferences, and ${RESPECT} to syncOptions`,
  check: (tree) => {
    const folders = objectsByFolder(tree);
    const told = new Set<string>();
    return tree.synchronisers.flatMap(applicationsOf).flatMap((application) => {
      if (map(map(application.spec.syncPolicy).automated).selfHeal !== true) return [];
      return (folders.get(application.path) ?? []).flatMap(scaledBy).flatMap((target) => {
        const breach = fought(application, target);
        const key = breach && `${application.object.subject} ${breach.message}`;
        if (!breach || !key || told.has(key)) return [];
        told.add(key);
        return [breach];
      });
    });
  },
};

interface Target {
  readonly group: string;
  readonly kind: string;
}

/** The kind whose replicas an autoscaler owns. */
function scaledBy(object: KubernetesObject): Target[] {
  if (plainKind(object) !== 'HorizontalPodAutoscaler' || groupOf(object) !== 'autoscaling') return [];
  const { apiVersion, kind } = map(object.spec.scaleTargetRef);
  return [{ group: (text(apiVersion) ?? '').split('/')[0] ?? '', kind: text(kind) ?? '' }];
}

function fought({ object, at, spec }: SyncedApplication, { group, kind }: Target): Breach | undefined {
  const ignored = items(spec.ignoreDifferences).some(
    ({ item }) => (text(item.group) ?? '') === group && item.kind === kind && texts(item.jsonPointers).includes('/spec/replicas'),
  );
  if (!ignored)
    return inObject(object, `${at}.ignoreDifferences`, `heals /spec/replicas of a ${kind} (${group}), which an autoscaler owns`);
  const respected = texts(map(spec.syncPolicy).syncOptions).includes(RESPECT);
  return respected
    ? undefined
    : inObject(
        object,
        `${at}.syncPolicy.syncOptions`,
        `looks past /spec/replicas of a ${kind} in the comparison, and still overwrites it in a sync`,
      );
}
