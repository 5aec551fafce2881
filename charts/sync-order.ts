import { asksBeforePruning, syncWave } from '../lib/model';
import type { KubernetesObject } from './kubernetes-object';

/** An object with its place in the order of its folder, and with the question before it is pruned, as Argo CD reads them. */
export function withSyncOrder(object: KubernetesObject): KubernetesObject {
  const wave = syncWave(object.kind);
  const annotations = {
    ...object.metadata.annotations,
    ...(wave === 0 ? {} : { 'argocd.argoproj.io/sync-wave': String(wave) }),
    ...(asksBeforePruning(object.kind) ? { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' } : {}),
  };
  if (Object.keys(annotations).length === 0) return object;
  const sorted = Object.fromEntries(Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...object, metadata: { annotations: sorted, ...withoutAnnotations(object.metadata) } };
}

function withoutAnnotations(metadata: KubernetesObject['metadata']): KubernetesObject['metadata'] {
  const { annotations: _, ...rest } = metadata;
  return rest;
}
