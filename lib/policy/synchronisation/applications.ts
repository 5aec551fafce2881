import { items, type JsonMap, type KubernetesObject, type ManifestIndex, map, text, textMap, texts } from '../manifests';

/** An Application of Argo CD, written as one or made by an ApplicationSet. */
export interface SyncedApplication {
  /** The Application or ApplicationSet. */
  readonly object: KubernetesObject;
  /** Where its spec stands in that object. */
  readonly at: string;
  readonly name: string;
  readonly project: string;
  readonly repository: string;
  /** Folder of the repository, without slashes at its ends. */
  readonly path: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: JsonMap;
}

/** Every Application, those of ApplicationSets included as far as their elements are listed. */
export const applicationsOf = (index: ManifestIndex): readonly SyncedApplication[] => [
  ...index.ofKind('Application.argoproj.io', 'Application').map((object) => {
    const { name, labels } = map(object.raw.metadata);
    return application(object, 'spec', { name, labels }, object.spec);
  }),
  ...index.ofKind('ApplicationSet.argoproj.io', 'ApplicationSet').flatMap((object) => {
    const template = map(object.spec.template);
    return items(object.spec.generators)
      .flatMap(({ item }) => elementsOf(item))
      .map((values) => {
        const filled = map(fill(template, values));
        return application(object, 'spec.template.spec', map(filled.metadata), map(filled.spec));
      });
  }),
];

function application(object: KubernetesObject, at: string, metadata: JsonMap, spec: JsonMap): SyncedApplication {
  const source = map(spec.source);
  const destination = map(spec.destination);
  return {
    object,
    at,
    name: text(metadata.name) ?? object.name,
    project: text(spec.project) ?? '',
    repository: text(source.repoURL) ?? '',
    path: (text(source.path) ?? '').replace(/^(\.?\/)+|\/+$/g, ''),
    cluster: text(destination.name) ?? text(destination.server) ?? '',
    namespace: text(destination.namespace) ?? '',
    labels: textMap(metadata.labels),
    spec,
  };
}

type Values = Readonly<Record<string, string>>;

/** Elements of list generators, and their products in a matrix; other generators ask a cluster or a repository. */
function elementsOf(generator: JsonMap): readonly Values[] {
  const matrix = map(generator.matrix);
  const members = items(matrix.generators);
  if (members.length > 0) {
    return members.map(({ item }) => elementsOf(item)).reduce((left, right) => left.flatMap((a) => right.map((b) => ({ ...a, ...b }))));
  }
  return items(map(generator.list).elements).map(({ item }) => textMap(item));
}

/** Fills in the names of elements, as a Go template of names alone does. */
function fill(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return value.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
  if (Array.isArray(value)) return value.map((item) => fill(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, values)]));
}

/** What a project of Argo CD allows. */
export interface SyncProject {
  readonly object: KubernetesObject;
  readonly repositories: readonly string[];
  readonly destinations: readonly { readonly cluster: string; readonly namespace: string }[];
  admits(group: string, kind: string, namespaced: boolean): boolean;
}

/** Projects by name. */
export const projectsOf = (index: ManifestIndex): ReadonlyMap<string, SyncProject> =>
  new Map(index.ofKind('AppProject.argoproj.io', 'AppProject').map((object) => [object.name, projectOf(object)]));

function projectOf(object: KubernetesObject): SyncProject {
  const { spec } = object;
  const listed = (field: string) => items(spec[field]).map(({ item }) => ({ group: text(item.group) ?? '', kind: text(item.kind) ?? '' }));
  const wide = listed('clusterResourceWhitelist');
  // An absent list allows every kind that has a namespace.
  const namespaced = Array.isArray(spec.namespaceResourceWhitelist) ? listed('namespaceResourceWhitelist') : [{ group: '*', kind: '*' }];
  return {
    object,
    repositories: texts(spec.sourceRepos),
    destinations: items(spec.destinations).map(({ item }) => ({
      cluster: text(item.name) ?? text(item.server) ?? '',
      namespace: text(item.namespace) ?? '',
    })),
    admits: (group, kind, hasNamespace) =>
      (hasNamespace ? namespaced : wide).some((entry) => matches(entry.group, group) && matches(entry.kind, kind)),
  };
}

/** A star stands for anything. */
export const matches = (pattern: string, value: string) =>
  pattern === value || (pattern.includes('*') && new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`).test(value));

const literally = (literal: string) => literal.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
