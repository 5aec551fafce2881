/** An item of DynamoDB, in its own notation. */
export type Item = Record<string, { readonly S?: string; readonly N?: string }>;
type Values = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

/** What DynamoDB answers when a condition does not hold. */
export class ConditionalCheckFailed extends Error {
  override readonly name = 'DynamoDB.ConditionalCheckFailedException';
}

const plain = (value: { readonly S?: string; readonly N?: string } | undefined) => value?.S ?? value?.N;

/**
 * Changes an item as UpdateItem does, where its condition holds. It knows of the expressions what the lock uses: `=`, `<>`,
 * `attribute_exists`, `attribute_not_exists`, AND, OR and parentheses; SET with values and sums, and REMOVE (DynamoDB Developer Guide,
 * expressions).
 *
 * @throws ConditionalCheckFailed where the condition does not hold
 * @throws Error for an expression that it does not know
 */
export function updateItem(item: Item, update: string, condition: string | undefined, values: Values): Item {
  if (condition !== undefined && !holds(tokensOf(condition), item, values)) throw new ConditionalCheckFailed(condition);
  const changed: Item = { ...item };
  for (const [, verb = '', clause = ''] of update.matchAll(/(SET|REMOVE)\s+(.*?)(?=\s+(?:SET|REMOVE)\s|$)/g)) {
    for (const part of clause.split(',').map((text) => text.trim())) {
      if (verb === 'REMOVE') delete changed[part];
      else assign(changed, item, part, values);
    }
  }
  return changed;
}

function assign(changed: Item, before: Item, part: string, values: Values): void {
  const sum = /^(\w+) = (\w+) \+ (:\w+)$/.exec(part);
  const simple = /^(\w+) = (:\w+)$/.exec(part);
  if (sum) changed[sum[1] ?? ''] = { N: String(Number(before[sum[2] ?? '']?.N ?? 0) + Number(values[sum[3] ?? '']?.N)) };
  else if (simple) {
    const value = values[simple[2] ?? ''];
    if (!value) throw new Error(`no value for ${part}`);
    changed[simple[1] ?? ''] = value;
  } else throw new Error(`an update that is not understood: ${part}`);
}

const tokensOf = (expression: string) => expression.match(/\(|\)|<>|=|:?\w+/g) ?? [];

/** Or binds weaker than and; parentheses and functions bind strongest. */
function holds(tokens: string[], item: Item, values: Values): boolean {
  let at = 0;
  const take = () => tokens[at++] ?? '';
  const read = (token: string) => plain(token.startsWith(':') ? values[token] : item[token]);
  const either = (): boolean => {
    let result = both();
    while (tokens[at] === 'OR') {
      at++;
      const right = both();
      result = result || right;
    }
    return result;
  };
  const both = (): boolean => {
    let result = one();
    while (tokens[at] === 'AND') {
      at++;
      const right = one();
      result = result && right;
    }
    return result;
  };
  const one = (): boolean => {
    const token = take();
    if (token === '(') {
      const inner = either();
      take();
      return inner;
    }
    if (token === 'attribute_exists' || token === 'attribute_not_exists') {
      take();
      const there = item[take()] !== undefined;
      take();
      return (token === 'attribute_exists') === there;
    }
    const operator = take();
    const [left, right] = [read(token), read(take())];
    if (operator === '=') return left !== undefined && left === right;
    if (operator === '<>') return left !== right;
    throw new Error(`a condition that is not understood: ${tokens.join(' ')}`);
  };
  const result = either();
  if (at < tokens.length) throw new Error(`a condition that is not understood: ${tokens.join(' ')}`);
  return result;
}
