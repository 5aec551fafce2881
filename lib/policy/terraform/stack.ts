import { isMap, items, type JsonMap, list, map, text } from '../manifests';

/** Terraform JSON of one stack, or of one folder of somebody else's. */
export interface TerraformSource {
  readonly name: string;
  readonly file?: string;
  readonly json: unknown;
  /** What it was read from. Default: findings name the file alone. */
  readonly files?: readonly TerraformFile[];
}

/** A file of Terraform JSON, as it is written. */
export interface TerraformFile {
  readonly file: string;
  readonly text: string;
}

/** A resource, with what the configuration says of it. */
export interface TerraformResource {
  readonly type: string;
  readonly name: string;
  readonly stack: TerraformStack;
  readonly values: JsonMap;
}

export interface TerraformStack {
  readonly name: string;
  readonly file?: string;
  readonly files?: readonly TerraformFile[];
  readonly raw: JsonMap;
  readonly resources: readonly TerraformResource[];
}

/** Everything that rules look at together. */
export interface TerraformIndex {
  readonly stacks: readonly TerraformStack[];
  ofType(...types: readonly string[]): readonly TerraformResource[];
  /** Resources of a type of the same stack whose field refers to a resource: by its address, or by one of its names. */
  pointingTo(target: TerraformResource, type: string, field: string): readonly TerraformResource[];
}

/** Where Terraform breaks a rule. */
export interface TerraformBreach {
  readonly stack: TerraformStack;
  /** Such as `aws_vpc.network_vpc`; the stack itself when undefined. */
  readonly address?: string;
  readonly path?: string;
  readonly message: string;
  readonly fix?: string;
  readonly severity?: 'error' | 'warning';
}

/** Fields that a resource is known by elsewhere. */
const NAMES = ['bucket', 'name', 'id', 'arn'];

export function indexTerraform(sources: readonly TerraformSource[]): TerraformIndex {
  const stacks = sources.map(stackOf);
  const byType = new Map<string, TerraformResource[]>();
  for (const resource of stacks.flatMap(({ resources }) => resources)) {
    const known = byType.get(resource.type);
    if (known) known.push(resource);
    else byType.set(resource.type, [resource]);
  }
  const ofType = (...types: readonly string[]) => types.flatMap((type) => byType.get(type) ?? []);
  const pointers = new Map<string, ReadonlyMap<string, readonly TerraformResource[]>>();
  const pointersOf = (type: string, field: string) => {
    const key = `${type} ${field}`;
    const known = pointers.get(key);
    if (known) return known;
    const found = new Map<string, TerraformResource[]>();
    for (const resource of ofType(type)) {
      const value = text(resource.values[field]) ?? '';
      const to = `${resource.stack.name} ${/^\$\{(?:data\.)?([\w-]+\.[\w-]+)/.exec(value)?.[1] ?? value}`;
      found.set(to, [...(found.get(to) ?? []), resource]);
    }
    pointers.set(key, found);
    return found;
  };
  return {
    stacks,
    ofType,
    pointingTo: (target, type, field) => {
      const found = pointersOf(type, field);
      const names = [addressOf(target), ...NAMES.flatMap((name) => text(target.values[name]) ?? [])];
      return names.flatMap((name) => found.get(`${target.stack.name} ${name}`) ?? []);
    },
  };
}

export const addressOf = ({ type, name }: Pick<TerraformResource, 'type' | 'name'>) => `${type}.${name}`;

/** A stack from a configuration in JSON, or from `terraform show -json` of a plan. */
function stackOf({ name, file, files, json }: TerraformSource): TerraformStack {
  const raw = map(json);
  const stack: { -readonly [Key in keyof TerraformStack]: TerraformStack[Key] } = { name, file, files, raw, resources: [] };
  const configured = Object.entries(map(raw.resource)).flatMap(([type, byName]) =>
    Object.entries(map(byName)).flatMap(([resource, values]) =>
      blocks(values).map((one) => ({ type, name: resource, stack, values: one })),
    ),
  );
  stack.resources = [...configured, ...planned(map(map(raw.planned_values).root_module), stack)];
  return stack;
}

function planned(module: JsonMap, stack: TerraformStack): TerraformResource[] {
  const own = items(module.resources).flatMap(({ item }) => {
    const [type, resource] = [text(item.type), text(item.name)];
    return item.mode === 'data' || !type || !resource ? [] : [{ type, name: resource, stack, values: map(item.values) }];
  });
  return [...own, ...items(module.child_modules).flatMap(({ item }) => planned(item, stack))];
}

/** A block: one map, or a list of them. */
export const blocks = (value: unknown): readonly JsonMap[] => (isMap(value) ? [value] : list(value).filter(isMap));

/** The first of a block. */
export const block = (value: unknown): JsonMap => blocks(value)[0] ?? {};

/** A flag that is on; some attributes of the provider are text. */
export const on = (value: unknown) => value === true || value === 'true';

/** Whether anything is given, be it a reference that only a plan resolves. */
export const given = (value: unknown) => value !== undefined && value !== null && value !== '';

/** A breach at a field of a resource. */
export const at = (
  resource: TerraformResource,
  path: string | undefined,
  message: string,
  more: Pick<TerraformBreach, 'fix' | 'severity'> = {},
): TerraformBreach => ({ stack: resource.stack, address: addressOf(resource), path, message, ...more });

/** Fields that must hold, each with what is told when it does not. */
export const demanded = (
  resource: TerraformResource,
  demands: readonly (readonly [holds: boolean, path: string, message: string, fix: string])[],
): TerraformBreach[] => demands.filter(([holds]) => !holds).map(([, path, message, fix]) => at(resource, path, message, { fix }));
