import { map } from '../manifests';
import type { TerraformRule } from '../rule';
import { block, blocks, type TerraformBreach, type TerraformStack } from '../terraform/stack';

/** What a bill and a person at night ask of a resource. */
const TAGS = ['platform', 'environment', 'region-role', 'cost-centre'];

export const t12Tags: TerraformRule = {
  id: 'T12',
  severity: 'warning',
  subject: 'the providers of a stack',
  over: 'terraform',
  why: 'What nobody owns is neither paid for knowingly nor dared to be deleted.',
  mend: `give the provider default_tags: ${TAGS.join(', ')}`,
  check: (index) => index.stacks.flatMap(untagged),
};

function untagged(stack: TerraformStack): TerraformBreach[] {
  if (stack.resources.every(({ type }) => !type.startsWith('aws_')) || stack.raw.planned_values !== undefined) return [];
  const providers = blocks(map(stack.raw.provider).aws);
  if (providers.length === 0) return [{ stack, path: 'provider.aws', message: 'has no provider with default_tags' }];
  return providers.flatMap((provider, i) => {
    const tags = Object.keys(map(block(provider.default_tags).tags));
    const missing = TAGS.filter((tag) => !tags.includes(tag));
    return missing.length === 0
      ? []
      : [
          {
            stack,
            path: `provider.aws[${i}].default_tags`,
            message: `does not tag its resources with ${missing.join(', ')}`,
            fix: `add ${missing.join(', ')}`,
          },
        ];
  });
}
