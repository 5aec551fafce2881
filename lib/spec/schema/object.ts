import { z } from 'zod';
import { nearest } from '../nearest';

/**
 * A map with known keys only. An unknown key is refused with the nearest valid one, because a misspelt key that is
 * silently ignored is a promise silently dropped.
 */
export function object<Shape extends z.ZodRawShape>(shape: Shape, description?: string) {
  const schema = z.strictObject(shape, unknownKeys(Object.keys(shape)));
  return description ? schema.describe(description) : schema;
}

/** A map with some of a few known keys, each to a value of one kind. */
export const someOf = <Key extends z.ZodEnum, Value extends z.ZodType>(key: Key, value: Value) =>
  z.partialRecord(key, value, unknownKeys(key.options.map(String)));

function unknownKeys(keys: readonly string[]) {
  const known = [...keys].sort();
  return {
    error: (issue: z.core.$ZodRawIssue) =>
      issue.code === 'unrecognized_keys' ? JSON.stringify({ known, nearest: suggestions(issue.keys, known) }) : undefined,
  };
}

/** What an unknown-key issue carries in its message, for the formatter to take apart. */
export interface UnknownKeys {
  readonly known: readonly string[];
  readonly nearest: Readonly<Record<string, string>>;
}

function suggestions(keys: readonly string[], known: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, nearest(key, known)]).filter(([, match]) => match));
}

/** A map from names to entries of one kind. */
export const mapOf = <Key extends z.ZodType<string>, Value extends z.ZodType>(key: Key, value: Value, description: string) =>
  z.record(key as unknown as z.ZodString, value).describe(description);

/** Free text that is shown to people: not empty, at most 500 characters. */
export const text = (description: string) => z.string().min(1).max(500).describe(description);

/** A whole number within bounds. */
export const whole = (description: string, min: number, max: number) => z.int().min(min).max(max).describe(description);
