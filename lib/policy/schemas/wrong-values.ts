import { groupBy, isSet } from '../manifests';
import type { SchemaError } from './kinds';
import type { FieldPath } from './unknown-fields';

/** A value that its field does not take, in words that do not repeat it. */
export interface WrongValue {
  readonly path: FieldPath;
  readonly message: string;
  readonly fix: string;
}

/** Puts the errors of a schema into words: one for each place, whatever number of alternatives it failed. */
export function wrongValues(value: unknown, errors: readonly SchemaError[]): readonly WrongValue[] {
  const missing = errors.filter(({ keyword }) => keyword === 'required');
  const others = groupBy(
    errors.filter(({ keyword }) => keyword !== 'required'),
    ({ instancePath }) => instancePath,
  );
  return [
    ...missing.map((error): WrongValue => {
      const name = String(error.params.missingProperty);
      return { path: [...pathOf(value, error.instancePath), name], message: `${name} is missing`, fix: `add ${name}` };
    }),
    ...[...others].flatMap(([at, same]) => wrongAt(value, at, same)),
  ];
}

function wrongAt(value: unknown, at: string, errors: readonly SchemaError[]): WrongValue[] {
  const path = pathOf(value, at);
  const found = path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
  // The API server reads null as absent; where a value is required, its type is reported.
  const types = errors.flatMap(({ keyword, params }) => (keyword === 'type' ? String(params.type) : []));
  const formats = errors.flatMap(({ keyword, params }) => (keyword === 'format' ? String(params.format) : []));
  const allowed = errors.flatMap(({ keyword, params }) =>
    keyword === 'enum' && Array.isArray(params.allowedValues) ? params.allowedValues : [],
  );
  const name = String(path.at(-1) ?? 'the object');
  const wanted = expected(types, formats);
  if (wanted) return [{ path, message: `${name} is ${typeName(found)}, and ${wanted} is expected`, fix: `write ${wanted}` }];
  if (allowed.length === 0 || !isSet(found)) return [];
  return [{ path, message: `${name} is none of the values that it may have`, fix: `write one of ${allowed.join(', ')}` }];
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};
const FORMATS: Readonly<Record<string, string>> = {
  quantity: 'a quantity such as 250m or 64Mi',
  'date-time': 'a time such as 2026-01-31T08:00:00Z',
  byte: 'base64',
  int32: 'a whole number of 32 bits',
  int64: 'a whole number of 64 bits',
};

/** A quantity may be a number as well, which is not worth a word. */
function expected(types: readonly string[], formats: readonly string[]): string {
  const words = formats.length > 0 ? formats.map((format) => FORMATS[format] ?? format) : types.map((type) => TYPES[type] ?? type);
  return [...new Set(words)].join(' or ');
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'another text';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

/** `/spec/containers/0/name` in keys and indexes; a key may hold an escaped slash (RFC 6901). */
function pathOf(value: unknown, pointer: string): FieldPath {
  const path: (string | number)[] = [];
  let inner = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(inner) ? Number(key) : key);
    inner = (inner as Record<string, unknown> | undefined | null)?.[key];
  }
  return path;
}
