import { type Document, isAlias, isMap, isScalar, type Node, parseDocument, type YAMLMap } from 'yaml';
import { DEFAULT_TIERS } from './schema/recovery';

/** A value of the platform file that is to be another one, or to be there at all. */
export interface SpecEdit {
  readonly path: readonly string[];
  /** As it is written in YAML. */
  readonly text: string;
}

/**
 * The text of a platform file with some of its values changed. Every other byte stays, comments and order included.
 *
 * @returns undefined where the path of an edit meets something else than a map
 */
export const editedText = (text: string, edits: readonly SpecEdit[]): string | undefined =>
  edits.reduce<string | undefined>((before, edit) => (before === undefined ? undefined : edited(before, edit)), text);

function edited(text: string, { path, text: value }: SpecEdit): string | undefined {
  const document = parseDocument(text, { merge: true });
  let node: unknown = document.contents;
  for (const [depth, key] of path.entries()) {
    const map = resolved(document, node);
    if (!isMap(map)) return undefined;
    const pair = map.items.find(({ key: own }) => isScalar(own) && String(own.value) === key);
    if (!pair) return inserted(text, map, missing(path.slice(depth), value));
    node = pair.value;
  }
  const range = (resolved(document, node) as Node | undefined)?.range;
  return range ? text.slice(0, range[0]) + value + text.slice(range[1]) : undefined;
}

const resolved = (document: Document, node: unknown) => (isAlias(node) ? node.resolve(document) : node);

/** What is to be written where the first key of a path is not there. Tiers that nobody declared are all declared at once. */
function missing([key = '', ...rest]: readonly string[], value: string): readonly [key: string, value: string] {
  const written = rest.reduceRight((inner, each) => `{ ${keyText(each)}: ${inner} }`, value);
  if (key !== 'tiers') return [keyText(key), written];
  const [tier = '', field = ''] = rest;
  const tiers = Object.entries(DEFAULT_TIERS).map(([name, { rto, rpo }]) => {
    const more = name === tier ? `, ${field}: ${value}` : '';
    return `${keyText(name)}: { rto: ${rto.text}, rpo: ${rpo.text}${more} }`;
  });
  return [key, `{ ${tiers.join(', ')} }`];
}

/** Keys of digits are text, too. */
const keyText = (key: string) => (/^\d+$/.test(key) ? `"${key}"` : key);

function inserted(text: string, map: YAMLMap, [key, value]: readonly [string, string]): string | undefined {
  const [start, end] = map.range ?? [];
  if (start === undefined || end === undefined) return undefined;
  if (map.flow) {
    const last = text.slice(0, end - 1).trimEnd().length;
    const between = map.items.length === 0 ? ' ' : text[last - 1] === ',' ? ' ' : ', ';
    const closing = map.items.length === 0 ? ' ' : '';
    return `${text.slice(0, last)}${between}${key}: ${value}${closing}${text.slice(last)}`;
  }
  // A line of its own below the last one of the map, which may have a comment behind it.
  const last = text.slice(0, end).trimEnd().length;
  const line = text.indexOf('\n', last);
  const at = line < 0 ? text.length : line;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).replace(/[^ ]/g, ' ');
  return `${text.slice(0, at)}\n${indent}${key}: ${value}${text.slice(at)}`;
}
