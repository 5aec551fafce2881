import type { Severity } from '../finding';
import type { Container } from './container';
import type { KubernetesObject } from './kubernetes-object';
import type { ManifestIndex } from './manifest-index';
import type { Workload } from './workload';

/** Where an object breaks a rule. */
export interface Breach {
  readonly object: KubernetesObject;
  readonly path?: string;
  readonly message: string;
  /** Default: the rule's mend. */
  readonly fix?: string;
  /** Default: the rule's severity. */
  readonly severity?: Severity;
}

type More = Pick<Breach, 'fix' | 'severity'>;

export const inObject = (object: KubernetesObject, path: string, message: string, more: More = {}): Breach => ({
  object,
  path,
  message,
  ...more,
});

export const inPod = ({ object, podPath }: Workload, field: string, message: string, more: More = {}): Breach => ({
  object,
  path: field ? `${podPath}.${field}` : podPath,
  message,
  ...more,
});

const NOUNS = { app: 'container', init: 'init container', sidecar: 'sidecar', ephemeral: 'ephemeral container' } as const;

/** The message continues the container's name: `container server runs privileged`. */
export const inContainer = ({ object, path, name, role }: Container, field: string, message: string, more: More = {}): Breach => ({
  object,
  path: field ? `${path}.${field}` : path,
  message: `${NOUNS[role]} ${name} ${message}`,
  ...more,
});

/** A check that looks at one workload at a time. */
export const overWorkloads = (check: (workload: Workload, cluster: ManifestIndex) => readonly Breach[]) => (cluster: ManifestIndex) =>
  cluster.workloads.flatMap((workload) => check(workload, cluster));

/** A check that looks at one container at a time. */
export const overContainers = (check: (container: Container, workload: Workload, cluster: ManifestIndex) => readonly Breach[]) =>
  overWorkloads((workload, cluster) => workload.containers.flatMap((container) => check(container, workload, cluster)));

/** A check that looks at one object of some kinds at a time. */
export const overKinds =
  (kinds: readonly string[], check: (object: KubernetesObject, cluster: ManifestIndex) => readonly Breach[]) => (cluster: ManifestIndex) =>
    cluster.ofKind(...kinds).flatMap((object) => check(object, cluster));
