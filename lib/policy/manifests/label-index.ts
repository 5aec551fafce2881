import { isSet, items, map, text, textMap, texts } from './json';

/** Something with labels in a namespace. */
export interface Labelled {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Answers which members a selector selects. Of the labels that a selector asks for, the rarest is looked up and its few
 * members are compared, so that thousands of selectors over thousands of pods stay linear.
 */
export class LabelIndex<Member> {
  private readonly byLabel = new Map<string, [Labelled, Member][]>();
  private readonly byNamespace = new Map<string, [Labelled, Member][]>();

  constructor(members: readonly Member[], labelledOf: (member: Member) => Labelled) {
    for (const member of members) {
      const labelled = labelledOf(member);
      append(this.byNamespace, labelled.namespace, [labelled, member]);
      for (const [key, value] of Object.entries(labelled.labels))
        append(this.byLabel, address(labelled.namespace, key, value), [labelled, member]);
    }
  }

  /** Namespaces that have members. */
  get namespaces(): readonly string[] {
    return [...this.byNamespace.keys()];
  }

  /** Members that a label selector (matchLabels, matchExpressions) selects; an empty one selects all, none selects none. */
  select(namespace: string, selector: unknown): readonly Member[] {
    if (!isSet(selector)) return [];
    const wanted = Object.entries(textMap(map(selector).matchLabels)).map(
      ([key, value]) => this.byLabel.get(address(namespace, key, value)) ?? [],
    );
    const fewest = wanted.reduce(
      (least, candidates) => (candidates.length < least.length ? candidates : least),
      this.byNamespace.get(namespace) ?? [],
    );
    return fewest.filter(([{ labels }]) => selects(selector, labels)).map(([, member]) => member);
  }
}

/** Whether a label selector fits labels. */
export function selects(selector: unknown, labels: Labelled['labels']): boolean {
  if (!isSet(selector)) return false;
  const { matchLabels, matchExpressions } = map(selector);
  return (
    Object.entries(map(matchLabels)).every(([key, value]) => labelOf(labels, key) === value) &&
    items(matchExpressions).every(({ item }) => fits(item, labels))
  );
}

function fits(expression: Readonly<Record<string, unknown>>, labels: Labelled['labels']): boolean {
  const value = labelOf(labels, text(expression.key) ?? '');
  const values = texts(expression.values);
  switch (expression.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

const labelOf = (labels: Labelled['labels'], key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined);
const address = (namespace: string, key: string, value: string) => `${namespace}\n${key}\n${value}`;

function append<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const known = lists.get(key);
  if (known) known.push(item);
  else lists.set(key, [item]);
}
