import { z } from 'zod';

/** Why a scalar was refused: what would be accepted, and the change that most likely mends it. */
export interface Refusal {
  readonly expected: string;
  readonly fix?: string;
}

/** What YAML may make of the written form. */
type WrittenType = 'string' | 'number' | 'integer';

export const refuse = (expected: string, fix?: string): Refusal => ({ expected, fix });

const isRefusal = (result: unknown): result is Refusal => typeof result === 'object' && result !== null && 'expected' in result;

/**
 * A schema for one written value that has a meaning (a duration, a quantity, a CIDR): `read` gives the meaning, or
 * says what was expected instead. `jsonSchema` describes the written form to editors.
 */
export function scalar<T extends object | string | number>(
  jsonSchema: { type: WrittenType | WrittenType[]; pattern?: string; description: string; examples?: unknown[] },
  read: (value: unknown) => T | Refusal,
) {
  return z
    .unknown()
    .transform((value, context): T => {
      const result = read(value);
      if (!isRefusal(result)) return result;
      context.issues.push({
        code: 'custom',
        input: value,
        message: value === undefined ? `${result.expected} (required)` : result.expected,
        params: { fix: value === undefined ? undefined : result.fix },
      });
      return z.NEVER;
    })
    .meta(jsonSchema);
}
