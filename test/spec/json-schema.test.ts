import { readFileSync } from 'node:fs';
import path from 'node:path';
import { platformJsonSchema } from '../../lib/spec';
import { ROOT } from '../support/platforms';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
}

/** Every schema below this one, with its path. */
function* below(schema: Schema, at = ''): Generator<[string, Schema]> {
  yield [at, schema];
  for (const [key, inner] of Object.entries(schema.properties ?? {})) yield* below(inner, `${at}.${key}`);
  if (typeof schema.additionalProperties === 'object') yield* below(schema.additionalProperties, `${at}.*`);
  if (schema.items) yield* below(schema.items, `${at}[]`);
  for (const inner of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) yield* below(inner, at);
}

describe('the JSON Schema of platform.yaml', () => {
  const schema = platformJsonSchema() as Schema;
  const all = [...below(schema)];

  test('is the published one: run `npm run schema` when this fails', () => {
    expect(readFileSync(path.join(ROOT, 'platform.schema.json'), 'utf8')).toBe(`${JSON.stringify(platformJsonSchema(), null, 2)}\n`);
  });

  test('allows no unknown key, but anchors under x-', () => {
    const open = all.filter(([, { properties, additionalProperties }]) => properties && additionalProperties !== false).map(([at]) => at);
    expect(open).toEqual([]);
    expect(Object.keys(schema.patternProperties ?? {})).toEqual(['^x-']);
  });

  test('shows defaults as a person would write them', () => {
    const inner = all.filter(([, { default: value }]) => /"(seconds|fraction|bytes|millicores)":/.test(JSON.stringify(value ?? null)));
    expect(inner.map(([at]) => at)).toEqual([]);
  });

  test('asks for what has no default, and for nothing else', () => {
    expect(schema.required).toEqual(['platform', 'domain', 'repository', 'regions', 'environments', 'services']);
  });

  test('describes every field of a service', () => {
    const fields = all.filter(([at]) => /^\.services\.\*\.[a-zA-Z]+$/.test(at));
    expect(fields.length).toBeGreaterThan(25);
    expect(fields.filter(([, { description, anyOf }]) => !description && !anyOf).map(([at]) => at)).toEqual([]);
  });
});
