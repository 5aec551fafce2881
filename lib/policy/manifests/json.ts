/** Narrowing for objects that anybody may have written: what has another form than expected reads as absent. */

export type JsonMap = Readonly<Record<string, unknown>>;

const NOTHING: JsonMap = Object.freeze({});

export const isMap = (value: unknown): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isSet = (value: unknown) => value !== undefined && value !== null;
/** A flag that is on; YAML of old tools writes it as text. */
export const isOn = (value: unknown) => value === true || value === 'true';

export const map = (value: unknown): JsonMap => (isMap(value) ? value : NOTHING);
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
export const texts = (value: unknown): readonly string[] => list(value).filter((item) => typeof item === 'string');

/** Maps of a list, with their place in it. */
export const items = (value: unknown): { item: JsonMap; index: number }[] =>
  list(value).flatMap((item, index) => (isMap(item) ? [{ item, index }] : []));

/** Entries whose value is text, as labels and annotations have. */
export const textMap = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(map(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

/** Every text in a value, with where it stands. */
export function* textsIn(
  value: unknown,
  at: readonly (string | number)[] = [],
): Generator<{ text: string; path: readonly (string | number)[] }> {
  if (typeof value === 'string') yield { text: value, path: at };
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* textsIn(item, [...at, index]);
  else if (isMap(value)) for (const [key, item] of Object.entries(value)) yield* textsIn(item, [...at, key]);
}

/** An absolute number, or a percentage of a total as Kubernetes rounds it; undefined when it is neither. */
export function amountOf(value: unknown, total: number, round: 'up' | 'down'): number | undefined {
  const share = /^(\d+)%$/.exec(text(value) ?? '');
  if (!share) return number(value);
  const exact = (Number(share[1]) * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

/** Items by key, in their order. */
export function groupBy<Item>(all: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of all) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
