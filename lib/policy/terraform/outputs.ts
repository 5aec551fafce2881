import path from 'node:path';
import { map, text } from '../manifests';
import { block, type TerraformBreach, type TerraformIndex, type TerraformStack } from './stack';

/** What a stack reads of others is what these tell: outputs of a state, and names under which others write. */
export const missingInputs = (index: TerraformIndex): readonly TerraformBreach[] =>
  index.stacks.flatMap((stack) => [
    ...missingOutputs(stack, index),
    ...missingNames(stack, index, 'aws_ssm_parameter'),
    ...missingNames(stack, index, 'aws_secretsmanager_secret'),
  ]);

const OUTPUT = /data\.terraform_remote_state\.([\w-]+)\.outputs(?:\.([\w-]+)|\[\\*"([^"\\]+)\\*"\])/g;

function missingOutputs(stack: TerraformStack, index: TerraformIndex): TerraformBreach[] {
  const states = map(map(stack.raw.data).terraform_remote_state);
  if (Object.keys(states).length === 0) return [];
  const read = new Map(
    [...JSON.stringify(stack.raw).matchAll(OUTPUT)].map(([, state = '', name, quoted]) => [`${state} ${name ?? quoted ?? ''}`, state]),
  );
  return [...read].flatMap(([key, state]) => {
    const output = key.slice(state.length + 1);
    const config = block(block(states[state]).config);
    const producer = index.stacks.find((other) => keptAt(other, config));
    // A state of somebody else's may hold anything.
    if (!producer || output in map(producer.raw.output)) return [];
    return [
      {
        stack,
        address: `data.terraform_remote_state.${state}`,
        path: 'outputs',
        message: `reads the output ${output} of ${producer.name}, which does not tell it`,
        fix: `publish ${output} there, or use a name that follows from the platform file`,
      },
    ];
  });
}

function keptAt({ raw }: TerraformStack, { bucket, key }: Readonly<Record<string, unknown>>): boolean {
  const s3 = block(block(block(raw.terraform).backend).s3);
  return text(s3.key) !== undefined && s3.bucket === bucket && s3.key === key;
}

/** A name that nobody writes, beside names that the stacks do write: other folders are somebody else's. */
function missingNames(stack: TerraformStack, index: TerraformIndex, type: string): TerraformBreach[] {
  const written = new Set(index.ofType(type).flatMap(({ values }) => text(values.name) ?? []));
  const folders = new Set([...written].map((name) => path.posix.dirname(name)).filter((folder) => folder !== '.'));
  return Object.entries(map(map(stack.raw.data)[type])).flatMap(([id, raw]) => {
    const name = text(block(raw).name);
    if (name === undefined || name.includes('${') || written.has(name) || !folders.has(path.posix.dirname(name))) return [];
    return [
      {
        stack,
        address: `data.${type}.${id}`,
        path: 'name',
        message: `reads ${name}, which no stack writes`,
        fix: `read one that is written beside it, such as ${[...written].find((other) => path.posix.dirname(other) === path.posix.dirname(name)) ?? ''}`,
      },
    ];
  });
}
