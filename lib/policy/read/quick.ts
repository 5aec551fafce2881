import yaml from 'js-yaml';
import { isScalar, Schema } from 'yaml';
import { isMap } from '../manifests';
import { asKubernetes, DEEPEST_NESTING } from './parse';

/**
 * What makes two readers of YAML differ, or what only the careful one tells: tabs, lone carriage returns, aliases, tags, directives,
 * complex keys, merges and templates. Text in quotes may hold them too, and is then read carefully for nothing.
 */
const NEEDS_CARE = /\t|\r(?!\n)|(?:^|[\s,[{])(?:[&*!]|\?\s)|^%|<<|\{\{|[\]}]\s*:|__proto__/m;

/** Data that was read, or undefined where the careful reader has to look. */
export type Quick = { readonly data: unknown } | undefined;

/**
 * Reads one plain document fourteen times as fast as the reader that knows places (js-yaml, beside yaml); nearly all that
 * tools write is plain. Whatever is wrong, or may be, is left to the careful reader.
 */
export function quickData(text: string): Quick {
  if (NEEDS_CARE.test(text)) return undefined;
  try {
    const data = yaml.load(text, { schema: SCHEMA });
    return isPlain(data, 0) ? { data } : undefined;
  } catch {
    return undefined;
  }
}

/** Numbers that JSON has, keys that were text, and no depth that exhausts a stack. */
function isPlain(value: unknown, depth: number): boolean {
  if (depth > DEEPEST_NESTING) return false;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
  if (!isMap(value)) return true;
  return Object.entries(value).every(([key, item]) => isPlainKey(key) && isPlain(item, depth + 1));
}

/** Longer keys need a question mark (YAML 1.2, section 7.4.2); what had none, was a map, or is no number of JSON has these names by now. */
const isPlainKey = (key: string) => key.length <= 1000 && !/^(null|NaN|-?Infinity|\[object Object\])$/.test(key);

/** The scalars of the careful reader, by its own expressions, so that both read `on`, 0644 and 1_000 alike. */
const SCALARS = new Schema({ schema: 'yaml-1.1', customTags: asKubernetes }).tags.flatMap((tag, i) => {
  if (tag.collection || !tag.default || !tag.test || !tag.resolve) return [];
  const { test, resolve } = tag;
  const read = (text: string): unknown => {
    const value = resolve(text, () => {}, { intAsBigInt: false });
    return isScalar(value) ? value.value : value;
  };
  return [new yaml.Type(`${tag.tag}#${i}`, { kind: 'scalar', resolve: (text: unknown) => test.test(String(text ?? '')), construct: read })];
});
const SCHEMA = yaml.FAILSAFE_SCHEMA.extend({ implicit: SCALARS });
