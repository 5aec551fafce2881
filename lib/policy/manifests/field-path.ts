import type { Path } from '../../spec';

/** `spec.ports[0]`, `data["app.yaml"]`: a name, an index, or a key in quotes. */
const PART = /\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.[\]]+)/g;

/** The keys and indexes of a field path as findings write it. */
export const parsePath = (path: string): Path =>
  [...path.matchAll(PART)].map(([, index, quoted, name]) => (index === undefined ? (quoted ?? name ?? '') : Number(index)));
