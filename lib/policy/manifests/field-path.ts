import type { Path } from '../../spec';

/** `spec.ports[0]`, `data["app.yaml"]`: a name, an index, or a key in quotes. */
const PART = /\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.[\]]+)/g;

/** The keys and indexes of a field path as findings write it. */
export const parsePath = (path: string): Path =>
  [...path.matchAll(PART)].map(([, index, quoted, name]) => (index === undefined ? (quoted ?? name ?? '') : Number(index)));

/** The other way round. */
export const fieldPath = (path: readonly (string | number)[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text ? `${text}.${key}` : key;
  }, '');
