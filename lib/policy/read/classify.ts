import { type Path, quote } from '../../spec';
import { isKnownKind, isMap, isSet, type JsonMap, text } from '../manifests';

/** What a value in a document is: objects of a cluster, something that is none, or an object that is malformed. */
export type Classified =
  | { readonly object: JsonMap; readonly at: Path }
  | { readonly skip: string; readonly at: Path }
  | { readonly malformed: Malformed; readonly at: Path };

/** A field without which an object cannot be told from others, or not be read at all. */
export interface Malformed {
  /** Path below the object. */
  readonly path: Path;
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
  /** Object, as far as it names itself. */
  readonly subject?: string;
}

/** Kustomize reads these files and never sends them; Flux's Kustomization is in a group of its own. */
const KUSTOMIZE = /^kustomize\.config\.k8s\.io\//;

/** Takes lists apart and judges each member by its head. */
export function classify(value: unknown, at: Path = []): readonly Classified[] {
  if (!isSet(value)) return [];
  if (Array.isArray(value)) return [listOf(value, at)];
  if (!isMap(value)) return [{ skip: 'text, and no Kubernetes object', at }];
  const { apiVersion, kind } = value;
  const described = isMap(value.metadata) || isMap(value.spec);
  if (!isSet(apiVersion) && !isSet(kind)) return [{ skip: 'no apiVersion and kind', at }];
  if (!isSet(apiVersion)) return [described ? missing('apiVersion', 'apps/v1', value, at) : { skip: 'no apiVersion', at }];
  if (!isSet(kind)) return [described ? missing('kind', 'Deployment', value, at) : { skip: 'no kind', at }];
  if (typeof apiVersion !== 'string' || !/^([^/\s]+\/)?[^/\s]+$/.test(apiVersion)) {
    return [malformed(['apiVersion'], quote(apiVersion), 'a group and version as text, such as apps/v1', 'write group/version', value, at)];
  }
  if (typeof kind !== 'string' || !/^\S+$/.test(kind)) {
    return [malformed(['kind'], quote(kind), 'a kind as text, such as Deployment', 'write the name of the kind', value, at)];
  }
  if (kind === 'List' || (kind.endsWith('List') && Array.isArray(value.items))) return members(value, at);
  if (KUSTOMIZE.test(apiVersion)) return [{ skip: `${kind} of kustomize; check what it builds`, at }];
  return [head(value, apiVersion, kind, at)];
}

function members(list: JsonMap, at: Path): readonly Classified[] {
  const { items } = list;
  if (!isSet(items)) return [];
  if (!Array.isArray(items)) return [malformed(['items'], quote(items), 'a list of objects', 'start each object with a dash', list, at)];
  return items.flatMap((item, index) => {
    const here = [...at, 'items', index];
    return isMap(item)
      ? classify(item, here)
      : [malformed([], quote(item), 'an object', 'remove the entry, or write the object', list, here)];
  });
}

/** A list of objects at the top of a document is applied by no tool. */
function listOf(values: readonly unknown[], at: Path): Classified {
  const index = values.findIndex((value) => isMap(value) && isSet(value.apiVersion) && isSet(value.kind));
  if (index < 0) return { skip: 'a list, and no Kubernetes object', at };
  return malformed(
    [],
    'a list of objects',
    'one object in a document',
    'write documents with --- between them, or kind: List with items',
    {},
    at,
  );
}

function head(object: JsonMap, apiVersion: string, kind: string, at: Path): Classified {
  const { metadata, spec } = object;
  if (metadata === undefined && !isKnownKind(apiVersion, kind)) return { skip: `${kind} without metadata: a tool's configuration`, at };
  if (!isMap(metadata)) {
    const fix = 'write metadata: with name: below it';
    return malformed(['metadata'], quote(metadata), 'a map with the name of the object', fix, object, at);
  }
  const named = isSet(metadata.name) ? 'name' : 'generateName';
  for (const field of [named, ...(isSet(metadata.namespace) ? ['namespace'] : [])]) {
    const value = metadata[field];
    if (typeof value === 'string' && value !== '') continue;
    const [path, expected] = isSet(value) ? [field, `a ${field} as text`] : ['name', 'a name as text'];
    return malformed(['metadata', path], quote(value), expected, mendText(value, path), object, at);
  }
  if (Object.hasOwn(object, 'spec') && !isMap(spec) && isKnownKind(apiVersion, kind)) {
    return malformed(['spec'], quote(spec), `a map with the fields of a ${kind}`, 'write the fields of the spec below it', object, at);
  }
  return { object, at };
}

const mendText = (value: unknown, field: string) =>
  typeof value === 'number' || typeof value === 'boolean' ? 'put it in quotes' : `write ${field}: and the ${field} in lower case letters`;

const missing = (field: string, example: string, object: JsonMap, at: Path) =>
  malformed([field], `no ${field}`, `${field}, such as ${example}`, `add ${field}: to the object`, object, at);

function malformed(path: Path, found: string, expected: string, fix: string, object: JsonMap, at: Path): Classified {
  const metadata = isMap(object.metadata) ? object.metadata : {};
  const [kind, name] = [text(object.kind), text(metadata.name)];
  const subject = kind && name ? [text(metadata.namespace), kind, name].filter((part) => part).join('/') : undefined;
  return { malformed: { path, found, expected, fix, subject }, at };
}
