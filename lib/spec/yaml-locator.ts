import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { isMergeKey, keyText } from './yaml-structure';

export type Path = readonly PropertyKey[];
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds the places of values; indexes a map when it is first asked for, since a file may have thousands of errors. */
export function locator(document: Document.Parsed, at: (offset: number) => Place) {
  const indexes = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  const start = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

  const indexOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const known = indexes.get(map);
    if (known) return known;
    const index = new Map(map.items.filter((pair) => !isMergeKey(pair.key)).map((pair) => [keyText(pair.key), pair]));
    indexes.set(map, index);
    return index;
  };

  /** The pair of a key in a map, or in a map that is merged into it. */
  const pairOf = (map: unknown, key: PropertyKey): Pair | undefined => {
    if (!isMap(map)) return undefined;
    const own = indexOf(map).get(String(key));
    if (own) return own;
    for (const pair of map.items) {
      if (!isMergeKey(pair.key)) continue;
      const merged = resolve(pair.value);
      for (const source of isSeq(merged) ? merged.items.map(resolve) : [merged]) {
        const found = pairOf(source, key);
        if (found) return found;
      }
    }
    return undefined;
  };

  const walk = (path: Path): { key?: number; value: number; node?: unknown } => {
    let node: unknown = document.contents;
    let place: { key?: number; value: number } = { value: start(node) ?? 0 };
    for (const part of path) {
      node = resolve(node);
      if (isSeq(node)) {
        const item = node.items[Number(part)];
        if (!item) return place;
        place = { value: start(item) ?? place.value };
        node = item;
      } else {
        const pair = pairOf(node, part);
        if (!pair) return place;
        const key = start(pair.key);
        place = { key, value: (isScalar(pair.value) && pair.value.value === null ? undefined : start(pair.value)) ?? key ?? place.value };
        node = pair.value;
      }
    }
    return { ...place, node: resolve(node) };
  };

  return {
    locate: (path: Path) => at(walk(path).value),
    locateKey: (path: Path) => {
      const { key, value } = walk(path);
      return at(key ?? value);
    },
    written: (path: Path) => {
      const { node } = walk(path);
      return isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
    },
  };
}
