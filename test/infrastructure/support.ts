import type { Platform } from '../../lib/model';
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
    resource: Record<string, Record<string, Body>>;
    terraform: { backend: { s3: Body } };
    provider: { aws: Body[] };
  };
  return {
    text,
    types: Object.keys(json.resource),
    addresses: Object.entries(json.resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`)),
    resources: (type) => Object.values(json.resource[type] ?? {}),
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
