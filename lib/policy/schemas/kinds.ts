import { nearest } from '../../spec';
import { GROUP_VERSIONS, NEWER_KINDS } from './group-versions';

/** What is wrong in a value, by the schema of its kind; ajv's names. */
export interface SchemaError {
  /** `/spec/containers/0`. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Checks a value of one kind, and reads each field of it that the kind has. */
export type Validate = (value: unknown) => readonly SchemaError[];

/** A kind as kubernetes-models exports it. */
interface Model {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly prototype: { validate(this: unknown): void };
}

const loaded = new Map<string, Validate | undefined>();

/** The schema of a kind of Kubernetes itself, loaded when it is first asked for; undefined for other kinds. */
export function schemaOf(apiVersion: string, kind: string): Validate | undefined {
  const address = `${apiVersion}/${kind}`;
  if (!loaded.has(address)) loaded.set(address, load(apiVersion, kind));
  return loaded.get(address);
}

function load(apiVersion: string, kind: string): Validate | undefined {
  // The name becomes a path. What a generator wrote about kinds themselves holds any schema, and needs none.
  if (!isGroupVersion(apiVersion) || !/^[A-Z][A-Za-z0-9]*$/.test(kind) || kind === 'CustomResourceDefinition') return undefined;
  const model = modelAt(`kubernetes-models/${apiVersion}/${kind}`, kind);
  if (model?.kind !== kind) return undefined;
  return (value) => {
    try {
      model.prototype.validate.call(value);
      return [];
    } catch (error) {
      const { errors } = error as { readonly errors?: readonly SchemaError[] };
      if (!errors) throw error;
      return errors;
    }
  };
}

function modelAt(path: string, kind: string): Model | undefined {
  try {
    return (require(path) as Record<string, Model>)[kind];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

const isGroupVersion = (apiVersion: string): apiVersion is (typeof GROUP_VERSIONS)[number] =>
  GROUP_VERSIONS.some((known) => known === apiVersion);

const groupOf = (apiVersion: string) => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');
const GROUPS: ReadonlySet<string> = new Set(GROUP_VERSIONS.map(groupOf));

/**
 * What was meant by a kind that no version of Kubernetes' own groups serves: `{ apiVersion: 'batch/v1', kind: 'CronJob' }`
 * for a CronJob of apps/v1. Undefined when it is served, or when nobody can tell.
 */
export function meantBy(apiVersion: string, kind: string): { readonly apiVersion: string; readonly kind: string } | undefined {
  if (!GROUPS.has(groupOf(apiVersion)) || schemaOf(apiVersion, kind) || kind === 'CustomResourceDefinition') return undefined;
  if (NEWER_KINDS.has(`${apiVersion}/${kind}`)) return undefined;
  const served = GROUP_VERSIONS.find((other) => schemaOf(other, kind));
  if (served) return { apiVersion: served, kind };
  if (!isGroupVersion(apiVersion)) return undefined;
  const close = nearest(kind, kindsOf(apiVersion));
  return close ? { apiVersion, kind: close } : undefined;
}

/** Every kind of a version; loads all of them. */
const kindsOf = (apiVersion: string): readonly string[] => [
  ...new Set(Object.values(require(`kubernetes-models/${apiVersion}`) as Record<string, Model>).flatMap(({ kind }) => kind ?? [])),
];
