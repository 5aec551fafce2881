import type { Platform } from '../../lib/model';
import { renderStacks } from '../../stacks/synthesize';

type Body = Readonly<Record<string, unknown>>;

/** A stack's JSON, as tests look into it. */
export interface Stack {
  readonly text: string;
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
