import { type ApiObject, JsonPatch } from 'cdk8s';
import { ANNOTATIONS, secretName, standardLabels, type Workload } from '../model';
import { kubeletSleep } from './pod';

/** Old ReplicaSets to return to. */
const REVISIONS = 5;
/** A roll-out that makes no progress for this long counts as failed, in seconds. */
const PROGRESS_DEADLINE = 600;
/** A pod must stay ready for this long before the next one is replaced, in seconds. */
const MIN_READY = 5;

/** What Deployment and Rollout have in common. */
export const PROGRESS = {
  revisionHistoryLimit: REVISIONS,
  progressDeadlineSeconds: PROGRESS_DEADLINE,
  minReadySeconds: MIN_READY,
} as const;

/** Metadata of the object that makes the pods of a workload. */
export const workloadMetadata = (workload: Workload) => ({
  name: workload.name,
  namespace: workload.namespace,
  labels: standardLabels(workload),
  annotations: { ...workload.annotations, ...replicaAnnotation(workload), ...restartOnSecretChange(workload) },
});

const replicaAnnotation = ({ singleton, scaling }: Workload): Record<string, string> => ({
  ...(singleton ? { [ANNOTATIONS.singleton]: singleton } : {}),
  [ANNOTATIONS.minimumReplicas]: String(scaling?.minimum ?? 2),
});

/** Variables are read once, at the start of a process: Stakater Reloader rolls the pods when the Secret has changed. */
const restartOnSecretChange = ({ name, secrets }: Workload): Record<string, string> =>
  secrets.length > 0 ? { 'secret.reloader.stakater.com/reload': secretName(name) } : {};

/** The typed classes drop fields that their version does not know, patches included; a plain object keeps them. */
export function addKubeletSleep(object: ApiObject, workload: Workload): void {
  const lifecycle = kubeletSleep(workload);
  if (lifecycle) object.addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/lifecycle', lifecycle));
}
