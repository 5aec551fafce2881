import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { type SpecIssue, shorten } from './issue';

/** Something that is valid YAML and yet no platform, by the offset at which it stands. */
export type StructureIssue = Pick<SpecIssue, 'found' | 'expected' | 'fix'> & { readonly offset: number };

/** A key that would replace the prototype of the map instead of adding an entry to it. */
const PROTOTYPE = '__proto__';
/** Tags of plain data (YAML 1.2, chapter 10); any other makes a value of a kind that no field has. */
const PLAIN_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

export const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && (key.type === undefined || key.type === 'PLAIN') && (isMergeSymbol(key.value) || key.value === '<<');
const isMergeSymbol = (value: unknown) => typeof value === 'symbol' && value.description === '<<';

/** The text of a key: what it is called in plain data. */
export const keyText = (key: unknown): string => String(isScalar(key) ? key.value : key);

/**
 * Finds what the parser lets pass: keys that stand twice (in one pass; the parser's own check compares each key with
 * each other one), keys that are no text, merges of what is no map, and aliases that lead nowhere or into themselves.
 */
export function structureIssues(root: unknown): StructureIssue[] {
  const issues: StructureIssue[] = [];
  const anchors = new Map<string, Node>();
  const open = new Set<unknown>();
  const report = (node: unknown, found: string, expected: string, fix?: string) =>
    issues.push({ offset: (isNode(node) ? node.range?.[0] : undefined) ?? 0, found, expected, fix });

  const visit = (node: unknown): void => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!target)
        report(
          node,
          `the alias *${shorten(node.source)}, which names nothing`,
          `an anchor &${shorten(node.source)} before it`,
          'put text that starts with * in quotes',
        );
      else if (open.has(target))
        report(node, `the alias *${shorten(node.source)} inside the value that it names`, 'an alias of another value', 'remove it');
      return;
    }
    if (!isNode(node)) return;
    if (node.anchor) anchors.set(node.anchor, node);
    if (node.tag && !PLAIN_TAG.test(node.tag)) {
      report(
        node,
        `the tag ${shorten(node.tag.replace('tag:yaml.org,2002:', '!!'))}`,
        'a plain value',
        'remove the word that starts with !',
      );
    }
    open.add(node);
    if (isSeq(node)) node.items.forEach(visit);
    if (isMap(node)) visitMap(node);
    open.delete(node);
  };

  const visitMap = (map: YAMLMap): void => {
    const seen = new Set<string>();
    for (const pair of map.items) {
      if (isMergeKey(pair.key)) {
        visit(pair.value);
        visitMerge(pair);
        continue;
      }
      visitKey(pair.key, seen, map);
      visit(pair.value);
    }
  };

  const visitKey = (key: unknown, seen: Set<string>, map: YAMLMap): void => {
    if (!isScalar(key)) {
      const kind = isAlias(key) ? 'an alias' : 'a list or map';
      const at = key === null ? map : key;
      report(
        at,
        `${key === null ? 'an empty value' : kind} as a key`,
        'a word as a key',
        'put {{ … }} and text that starts with [, { or * in quotes',
      );
      return;
    }
    if (key.anchor) anchors.set(key.anchor, key);
    const text = keyText(key);
    if (key.value === null) report(key, 'an empty key', 'a word as a key', 'write the name before the colon');
    else if (text === PROTOTYPE)
      report(key, `the key ${PROTOTYPE}`, 'another name; this one has a meaning of its own in JavaScript', 'rename it');
    else if (seen.has(text)) report(key, 'a key that stands in this map already', 'each key once', 'remove one of the two, or merge them');
    seen.add(text);
  };

  /** A merge takes a map, an alias of one, or a list of these. */
  const visitMerge = (pair: Pair): void => {
    const target = (node: unknown) => (isAlias(node) ? anchors.get(node.source) : node);
    const value = target(pair.value);
    const sources = isSeq(value) ? value.items : [pair.value];
    for (const source of sources) {
      if (isAlias(source) && !anchors.has(source.source)) continue;
      if (isMap(target(source))) continue;
      report(
        isScalar(source) && source.value === null ? pair.key : source,
        'a merge (<<) of something that is no map',
        'a map with an anchor, such as <<: *small',
        'name the anchor of a map',
      );
    }
  };

  visit(root);
  return issues;
}
