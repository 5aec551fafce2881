import { createHash } from 'node:crypto';
import { decode, ExtData, encode } from '@msgpack/msgpack';
import type { Attribute, Block, ValueType } from './schema';

/** A value as Terraform and a provider hand it to each other, decoded from MessagePack. */
export type Value = null | boolean | number | string | Uint8Array | ExtData | readonly Value[] | { readonly [name: string]: Value };
export type ObjectValue = { readonly [name: string]: Value };

/** A value that is known only after it was applied (Terraform, docs/plugin-protocol/object-wire-format). */
const UNKNOWN = new ExtData(0, new Uint8Array(1));

/** A DynamicValue holds MessagePack in its first field. */
export const decoded = (content: Uint8Array): Value => decode(content) as Value;
export const encoded = (value: Value): Uint8Array => encode(value);

export const isObject = (value: Value | undefined): value is ObjectValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array) && !(value instanceof ExtData);

/** What a provider promises: what was asked for, with what it will fill in as unknown; the same again when nothing changes. */
export function planned(block: Block, prior: Value, proposed: ObjectValue): ObjectValue {
  const kept = eachAttribute(block, proposed, (value, { writeOnly }) => (writeOnly ? null : value));
  if (isObject(prior) && Buffer.from(encoded(prior)).equals(encoded(kept))) return kept;
  return eachAttribute(block, kept, (value, attribute, name) => (value === null && isFilledIn(name, attribute) ? UNKNOWN : value));
}

/** What came of a plan: everything that was unknown has a value, and the same one each time. */
export function applied(block: Block, type: string, plan: ObjectValue): ObjectValue {
  const seed = createHash('sha256').update(type).update(encoded(plan)).digest('hex').slice(0, 12);
  return eachAttribute(block, plan, (value, attribute, name) =>
    value instanceof ExtData ? (ANSWERS[`${type}.${name}`]?.(plan) ?? invented(attribute, name, `${type}-${seed}`)) : value,
  );
}

/** What a data source finds: everything that was not asked by. */
export function found(block: Block, type: string, config: ObjectValue): ObjectValue {
  const seed = createHash('sha256').update(type).update(encoded(config)).digest('hex').slice(0, 12);
  return eachAttribute(block, config, (value, attribute, name) => (value === null ? invented(attribute, name, `${type}-${seed}`) : value));
}

const isFilledIn = (name: string, { computedOnly }: Attribute) => computedOnly || name === 'id';

function eachAttribute(
  { attributes, blocks }: Block,
  value: ObjectValue,
  change: (value: Value, attribute: Attribute, name: string) => Value,
): ObjectValue {
  const inside = (block: Block, nested: Value): Value => {
    if (Array.isArray(nested)) return (nested as readonly Value[]).map((one) => inside(block, one));
    return isObject(nested) ? eachAttribute(block, nested, change) : nested;
  };
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const attribute = attributes[name];
      const nested = attribute?.nested?.block ?? blocks[name]?.block;
      if (nested && one !== null) return [name, inside(nested, one)];
      return [name, attribute ? change(one, attribute, name) : one];
    }),
  );
}

function invented({ type }: Attribute, name: string, seed: string): Value {
  if (Array.isArray(type))
    return type[0] === 'map' ? {} : [invented({ type: type[1] as ValueType, required: false, computedOnly: true }, name, seed)];
  if (type === 'string') return name.endsWith('arn') ? `arn:aws:stand-in:::${seed}` : `${name === 'id' ? '' : `${name}-`}${seed}`;
  if (type === 'number') return 1;
  return type === 'bool' ? false : null;
}

/** What others look into, and a made-up text would not do. */
const ANSWERS: Readonly<Record<string, (plan: ObjectValue) => Value>> = {
  'aws_acm_certificate.domain_validation_options': ({ domain_name: name = '', subject_alternative_names: others }) =>
    listOfObjects(
      [...new Set([String(name), ...(Array.isArray(others) ? others.map(String) : [])])].map((domain) => ({
        domain_name: domain,
        resource_record_name: `_validation.${domain.replace('*.', '')}.`,
        resource_record_type: 'CNAME',
        resource_record_value: '_validation.acm-validations.aws.',
      })),
    ),
};

/** A value of dynamic type is preceded by its type. */
const listOfObjects = (objects: readonly Readonly<Record<string, string>>[]): Value => {
  const type = ['list', ['object', Object.fromEntries(Object.keys(objects[0] ?? {}).map((name) => [name, 'string']))]];
  return [Buffer.from(JSON.stringify(type)), objects];
};
