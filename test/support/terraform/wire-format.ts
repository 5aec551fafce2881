import type { Attribute, Block, NestedBlock, ProviderSchema } from './schema';

/**
 * The few messages of Terraform's plugin protocol 6 that a provider without a cloud sends, in the protobuf wire format.
 * Field numbers are those of tfplugin6.proto (hashicorp/terraform, docs/plugin-protocol).
 */
export const schemaResponse = ({ provider, resources, dataSources }: ProviderSchema): Buffer =>
  message(
    field(1, schema(provider)),
    ...Object.entries(resources).map(([type, block]) => field(2, message(field(1, type), field(2, schema(block))))),
    ...Object.entries(dataSources).map(([type, block]) => field(3, message(field(1, type), field(2, schema(block))))),
  );

const NESTING = { single: 1, list: 2, set: 3 } as const;

const schema = (root: Block) => message(field(2, block(root)));

const block = ({ attributes, blocks }: Block): Buffer =>
  message(
    ...Object.entries(attributes).map(([name, value]) => field(2, attribute(name, value))),
    ...Object.entries(blocks).map(([name, value]) => field(3, nestedBlock(name, value))),
  );

const attribute = (name: string, { type, nested, required, computedOnly, writeOnly = false }: Attribute): Buffer =>
  message(
    field(1, name),
    nested ? field(10, object(nested)) : field(2, JSON.stringify(type)),
    flag(4, required),
    flag(5, !required && !computedOnly),
    // What may be left out may be filled in by the provider: the bindings do not say which, and validation does not mind.
    flag(6, !required && !writeOnly),
    flag(11, writeOnly),
  );

const object = ({ nesting, block }: NonNullable<Attribute['nested']>): Buffer =>
  message(
    ...Object.entries(block.attributes).map(([name, value]) => field(1, attribute(name, value))),
    ...Object.keys(block.blocks).map((name) => field(1, attribute(name, { type: 'dynamic', required: false, computedOnly: false }))),
    integer(3, NESTING[nesting]),
  );

const nestedBlock = (name: string, nested: NestedBlock): Buffer =>
  message(
    field(1, name),
    field(2, block(nested.block)),
    integer(3, NESTING[nested.nesting]),
    integer(4, nested.minItems),
    integer(5, nested.maxItems),
  );

/** A message of the given fields, each once. */
export const reply = (fields: Readonly<Record<number, string | Uint8Array | undefined>>): Buffer =>
  message(...Object.entries(fields).flatMap(([number, content]) => (content === undefined ? [] : [field(Number(number), content)])));

/** A Diagnostic that is an error. */
export const errorDiagnostic = (summary: string): Buffer => message(integer(1, 1), field(2, summary));

/** The length-delimited fields of a message by their numbers; of a repeated one the last. What is no such field is passed over. */
export function fieldsOf(content: Uint8Array): ReadonlyMap<number, Buffer> {
  const bytes = Buffer.from(content);
  const fields = new Map<number, Buffer>();
  let at = 0;
  const varintAt = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varintAt();
    const kind = tag & 7;
    if (kind === VARINT) varintAt();
    else if (kind === LENGTH_DELIMITED) {
      const length = varintAt();
      fields.set(tag >>> 3, bytes.subarray(at, at + length));
      at += length;
    } else throw new Error(`a field of wire type ${kind} is not expected in this protocol`);
  }
  return fields;
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;

const message = (...fields: Buffer[]) => Buffer.concat(fields);
const flag = (number: number, value: boolean) => integer(number, value ? 1 : 0);
const integer = (number: number, value: number) => Buffer.concat([varint(number << 3), varint(value)]);

function field(number: number, content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([varint((number << 3) | LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}
