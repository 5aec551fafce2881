import type { Workload } from './workload';

type LabelSubject = Pick<Workload, 'name' | 'partOf' | 'instance' | 'version' | 'component' | 'team'>;

/**
 * Labels that select the pods of a workload. Selectors are immutable in Kubernetes: these two never change while the
 * workload keeps its name.
 */
export const selectorLabels = (workload: Pick<Workload, 'name' | 'instance'>) => ({
  'app.kubernetes.io/name': workload.name,
  'app.kubernetes.io/instance': workload.instance,
});

/** The recommended labels of the Kubernetes documentation, and the owning team. */
export const standardLabels = (workload: LabelSubject) => ({
  ...selectorLabels(workload),
  'app.kubernetes.io/version': workload.version,
  'app.kubernetes.io/component': workload.component,
  'app.kubernetes.io/part-of': workload.partOf,
  'app.kubernetes.io/managed-by': 'holdfast',
  'holdfast.dev/team': workload.team,
});

/** A string as a label value: at most 63 characters of letters, digits, dash, dot and underscore. */
export const labelValue = (text: string) =>
  text
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
