import { map, text } from '../manifests';
import { addressOf, blocks, type TerraformIndex, type TerraformResource, type TerraformStack } from './stack';

/** `${aws_iam_role.writer.arn}`, and nothing around it. */
const REFERENCE = /^\$\{([\w-]+)\.([\w-]+)\.([\w-]+)\}$/;

/** The resource of the same stack that a value refers to; undefined for anything else, be it an expression or a literal. */
export function referredTo(index: TerraformIndex, stack: TerraformStack, value: unknown): TerraformResource | undefined {
  const [, type = '', name] = REFERENCE.exec(text(value) ?? '') ?? [];
  return index.ofType(type).find((resource) => resource.stack === stack && resource.name === name);
}

/** Whether a value refers to a resource at all. */
export const isReference = (value: unknown) => REFERENCE.test(text(value) ?? '');

/** A value as it will be: a literal, or what the resource that it refers to is called. */
export function resolved(index: TerraformIndex, stack: TerraformStack, value: unknown): string | undefined {
  const written = text(value);
  if (written === undefined || !written.includes('${')) return written;
  const [, , , attribute = ''] = REFERENCE.exec(written) ?? [];
  const found = referredTo(index, stack, value);
  const direct = text(found?.values[attribute]) ?? (attribute === 'id' ? text(found?.values.name) : undefined);
  return direct?.includes('${') ? undefined : direct;
}

const providers = ({ raw }: TerraformStack) => blocks(map(raw.provider).aws);

/** Region of a resource: its own, else that of the provider without an alias. */
export const regionOf = ({ values, stack }: TerraformResource): string | undefined =>
  text(values.region) ?? text(providers(stack).find(({ alias }) => alias === undefined)?.region);

/** A tag of a resource: its own, else that of the provider. */
export function tagOf({ values, stack }: TerraformResource, tag: string): string | undefined {
  const own = text(map(values.tags)[tag]) ?? text(map(values.tags_all)[tag]);
  const [first] = providers(stack);
  return own ?? text(map(blocks(first?.default_tags)[0]?.tags)[tag]);
}

/** How a person calls it: its own name, else its address. */
export const titleOf = (resource: TerraformResource) => text(resource.values.name) ?? addressOf(resource);
