import type { Platform, StackPurpose } from '../../lib/model';
import { renderStacks } from '../../stacks/synthesize';

export type Body = Readonly<Record<string, unknown>>;

/** A stack's JSON, as tests look into it. */
export interface Stack {
  readonly text: string;
  /** Types of the resources. */
  readonly types: readonly string[];
  /** Addresses of the resources, such as aws_vpc.network_vpc. */
  readonly addresses: readonly string[];
  /** All resources of a type, by name. */
  resources(type: string): Body[];
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  /** Configurations of the remote states that it reads, by name. */
  readonly reads: Readonly<Record<string, Body>>;
  readonly backend: Body;
  readonly provider: Body;
}

/** The stacks of a platform, by name. */
export function stacksOf(platform: Platform): ReadonlyMap<string, Stack> {
  const files = [...renderStacks(platform)].filter(([file]) => file.endsWith('cdk.tf.json'));
  return new Map(files.map(([file, text]) => [file.split('/')[1] ?? '', stackOf(text)]));
}

function stackOf(text: string): Stack {
  const json = JSON.parse(text) as {
    resource?: Record<string, Record<string, Body>>;
    output?: Record<string, { value: unknown }>;
    data?: { terraform_remote_state?: Record<string, { config: Body }> };
    terraform: { backend: { s3: Body } };
    provider: { aws: Body[] };
  };
  const { resource = {}, output = {}, data } = json;
  return {
    text,
    types: Object.keys(resource),
    addresses: Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`)),
    resources: (type) => Object.values(resource[type] ?? {}),
    outputs: output,
    reads: Object.fromEntries(Object.entries(data?.terraform_remote_state ?? {}).map(([name, { config }]) => [name, config])),
    backend: json.terraform.backend.s3,
    provider: json.provider.aws[0] ?? {},
  };
}

/** The stack of that name; a missing one fails the test. */
export function named(stacks: ReadonlyMap<string, Stack>, name: string): Stack {
  const stack = stacks.get(name);
  if (!stack) throw new Error(`no stack ${name}; there are ${[...stacks.keys()].join(', ')}`);
  return stack;
}

/** The stack of a purpose of an environment and region, such as `production-us-east-1`. */
export const stackFor = (stacks: ReadonlyMap<string, Stack>, place: string, purpose: StackPurpose) => named(stacks, `${place}-${purpose}`);

/** All stacks of an environment and region. */
export const stacksAt = (stacks: ReadonlyMap<string, Stack>, place: string): readonly Stack[] =>
  [...stacks].flatMap(([name, stack]) => (name.startsWith(`${place}-`) ? [stack] : []));
