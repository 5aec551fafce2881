import { type Container, containersOf } from './container';
import { isMap, isOn, items, type JsonMap, map, textMap } from './json';
import type { KubernetesObject } from './kubernetes-object';

/** An object that makes pods, or is one. */
export interface Workload {
  readonly object: KubernetesObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The pod template's metadata, such as `spec.template.metadata`. */
  readonly metadataPath: string;
  readonly pod: JsonMap;
  readonly podPath: string;
  readonly podSecurity: JsonMap;
  readonly containers: readonly Container[];
  /** Pods that run until they are told to stop. */
  readonly longRunning: boolean;
  /** A count of interchangeable pods that somebody chooses: no DaemonSet, no Job, no Pod, and nothing that another object owns. */
  readonly replicated: boolean;
  /** Pods of Windows nodes have no Linux capabilities, seccomp or privilege escalation. */
  readonly windows: boolean;
}

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Rollout: ['spec', 'template'],
};
const REPLICATED = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout']);
const ENDS = new Set(['Job', 'CronJob']);

/** The workload of an object; undefined when it makes no pods of its own. */
export function workloadOf(object: KubernetesObject): Workload | undefined {
  const path = Object.hasOwn(TEMPLATES, object.kind) ? TEMPLATES[object.kind] : undefined;
  if (!path) return undefined;
  // A Rollout may point to the Deployment that holds its template.
  if (object.kind === 'Rollout' && isMap(object.spec.workloadRef) && !isMap(object.spec.template)) return undefined;
  const template = path.reduce<JsonMap>((value, key) => map(value[key]), object.raw);
  const pod = map(template.spec);
  const at = (field: string) => [...path, field].join('.');
  const metadata = map(template.metadata);
  return {
    object,
    labels: textMap(metadata.labels),
    annotations: textMap(metadata.annotations),
    metadataPath: at('metadata'),
    pod,
    podPath: at('spec'),
    podSecurity: map(pod.securityContext),
    containers: containersOf(object, pod, at('spec')),
    longRunning: !ENDS.has(object.kind) && (object.kind !== 'Pod' || pod.restartPolicy === undefined || pod.restartPolicy === 'Always'),
    replicated: REPLICATED.has(object.kind) && !items(map(object.raw.metadata).ownerReferences).some(({ item }) => isOn(item.controller)),
    windows: map(pod.os).name === 'windows',
  };
}
