import { z } from 'zod';
import { platformSchema } from './schema/platform';

/** The JSON Schema that editors use to complete and check platform.yaml; made from the schema that synth uses. */
export function platformJsonSchema(): object {
  const schema = z.toJSONSchema(platformSchema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Record<string, unknown>;
  return {
    ...schema,
    title: 'Holdfast platform',
    description: 'What a team runs, declared once. Keys that start with x- may hold anchors.',
    patternProperties: { '^x-': {} },
  };
}
