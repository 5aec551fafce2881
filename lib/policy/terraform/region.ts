import { text } from '../manifests';
import { block, type TerraformResource } from './stack';

/** Where a resource stands: as it says itself, else as the provider of its stack does; undefined where only a plan knows. */
export function regionOf({ values, stack }: TerraformResource): string | undefined {
  const own = text(values.region) ?? text(block((stack.raw.provider as Record<string, unknown> | undefined)?.aws).region);
  return own?.includes('${') ? undefined : own;
}
