import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../platforms';
import { type Declarations, declarationsOf } from './declarations';
import type { Attribute, Block, NestedBlock, Nesting, ProviderSchema, ValueType } from './schema';

const LIB = path.join(ROOT, 'node_modules/@cdktf/provider-aws/lib');

/** What a binding writes for each argument when it synthesizes HCL. */
interface Argument {
  readonly value: unknown;
  readonly isBlock: boolean;
  readonly type: string;
  readonly storageClassType: string;
}
type Arguments = Readonly<Record<string, Argument>>;

interface Binding {
  readonly tfResourceType: string;
  readonly prototype: { synthesizeHclAttributes(): Arguments };
}

type Classes = Readonly<Record<string, Binding>>;

/** A module of the bindings: what its declaration file says, and what it exports. */
interface Module {
  readonly declarations: Declarations;
  readonly classes: Classes;
}

/**
 * The schema of the AWS provider as far as the given types go, learnt from the bindings: each of them is run on a value that
 * has every property, and tells what it would write. Nothing is parsed but what is required.
 */
export function awsSchema(resources: Iterable<string>, dataSources: Iterable<string>): ProviderSchema {
  const module = (type: string) => type.replace(/^aws_/, '').replaceAll('_', '-');
  return {
    provider: schemaOf('provider', 'aws'),
    resources: Object.fromEntries([...resources].map((type) => [type, schemaOf(module(type), type)])),
    dataSources: Object.fromEntries([...dataSources].map((type) => [type, schemaOf(`data-aws-${module(type)}`, type)])),
  };
}

function schemaOf(module: string, type: string): Block {
  const classes = require(path.join(LIB, module)) as Classes;
  const [name, binding] = Object.entries(classes).find(([, { tfResourceType }]) => tfResourceType === type) ?? [];
  if (!name || !binding) throw new Error(`@cdktf/provider-aws/lib/${module} has no class for ${type}`);
  const declarations = declarationsOf(readFileSync(path.join(LIB, module, 'index.d.ts'), 'utf8'));
  const block = blockOf(binding.prototype.synthesizeHclAttributes.call(EVERYTHING), `${name}Config`, { declarations, classes });
  return withComputed(block, binding);
}

/** A value that has every property, each of them the same again, and that is a list of one such value. */
const EVERYTHING: Binding['prototype'] = new Proxy([] as never, {
  get: (_, key) => {
    if (key === 'map') return (convert: (element: unknown) => unknown) => [convert(EVERYTHING)];
    if (key === 'length') return 1;
    // A token would have these; bindings leave tokens alone.
    if (typeof key === 'symbol' || key === 'resolve') return undefined;
    return EVERYTHING;
  },
});

function blockOf(args: Arguments, interfaceName: string, module: Module): Block {
  const attributes: Record<string, Attribute> = {};
  const blocks: Record<string, NestedBlock> = {};
  for (const [name, argument] of Object.entries(args)) {
    const declared = module.declarations.get(interfaceName)?.get(name);
    const required = declared?.required ?? false;
    const inner = innerArguments(argument);
    if (!inner) {
      attributes[name] = { type: valueType(argument), required, computedOnly: false, writeOnly: name.endsWith('_wo') };
      continue;
    }
    const innerName = declared?.interfaceName ?? '';
    const block = withComputed(blockOf(inner, innerName, module), module.classes[`${innerName}OutputReference`]);
    const nesting = nestingOf(argument.type, block);
    if (!argument.isBlock) attributes[name] = { nested: { nesting, block }, required, computedOnly: false };
    else if (nesting === 'single') blocks[name] = { nesting, block, minItems: 0, maxItems: 0 };
    else blocks[name] = { nesting, block, minItems: required ? 1 : 0, maxItems: declared?.isArray ? 0 : 1 };
  }
  return { attributes, blocks };
}

/** The arguments of a nested block; undefined where the value is none. */
function innerArguments({ value, isBlock }: Argument): Arguments | undefined {
  const one = Array.isArray(value) && value !== (EVERYTHING as unknown) ? (value as unknown[])[0] : value;
  if (one === EVERYTHING || typeof one !== 'object' || one === null) return undefined;
  // A map of scalars is empty as well: only blocks may have no arguments.
  return isBlock || Object.keys(one).length > 0 ? (one as Arguments) : undefined;
}

/** Terraform takes no set whose elements hold a value of any type; a list of them is validated alike. */
const nestingOf = (type: string, block: Block): Nesting => {
  if (type === 'set') return hasDynamic(block) ? 'list' : 'set';
  return type === 'list' ? type : 'single';
};

const hasDynamic = ({ attributes, blocks }: Block): boolean =>
  Object.values(attributes).some(({ type, nested }) => isDynamic(type) || (nested !== undefined && hasDynamic(nested.block))) ||
  Object.values(blocks).some(({ block }) => hasDynamic(block));

const isDynamic = (type: ValueType | undefined): boolean =>
  type === 'dynamic' || (Array.isArray(type) && isDynamic((type as readonly [string, ValueType])[1]));

const SCALARS: Readonly<Record<string, ValueType>> = { string: 'string', number: 'number', boolean: 'bool' };

/** `simple` with `string`, `set` with `stringList`, `map` with `stringMap`; anything deeper counts as dynamic. */
function valueType({ type, storageClassType }: Pick<Argument, 'type' | 'storageClassType'>): ValueType {
  const [, scalar = '', collection, deeper] = /^(string|number|boolean|any)(List|Map)?(List|Map)?$/.exec(storageClassType) ?? [];
  const element = SCALARS[scalar];
  if (!element || deeper) return 'dynamic';
  if (!collection) return element;
  return [type === 'set' || type === 'map' ? type : 'list', element];
}

/** Adds what only the provider knows, such as an ARN: what the getters of a class ask for and nobody can set. */
function withComputed({ attributes, blocks }: Block, binding: { readonly prototype: object } | undefined): Block {
  const found: Record<string, Attribute> = {};
  const add = (name: string, type: ValueType) => {
    if (!(name in attributes) && !(name in blocks)) found[name] = { type, required: false, computedOnly: true };
  };
  const prototype = binding?.prototype ?? {};
  for (const [property, { get }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (!get || property.endsWith('Input') || property === 'internalValue') continue;
    get.call(
      new Proxy(prototype, {
        get: (_, key) => {
          const kind = /^get(\w*)Attribute$/.exec(String(key))?.[1];
          if (kind === undefined) add(snakeCase(property), 'dynamic');
          return (name: string) => add(name, COMPUTED[kind ?? ''] ?? 'dynamic');
        },
      }),
    );
  }
  return { attributes: { ...found, ...attributes }, blocks };
}

const COMPUTED: Readonly<Record<string, ValueType>> = {
  String: 'string',
  Number: 'number',
  Boolean: 'bool',
  List: ['list', 'string'],
  NumberList: ['list', 'number'],
  StringMap: ['map', 'string'],
};

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
