import type { z } from 'zod';
import { shorten } from '../issue';
import { nearest } from '../nearest';

/** What a check over the whole file found: like an issue, but placed by path. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  /** Point at the key instead of the value. */
  readonly atKey?: boolean;
  /** Default: the value at the path. */
  readonly found?: string;
  readonly expected: string;
  readonly fix?: string;
}

/**
 * Looks at how parts of the file fit together. Runs also when single values are wrong, so that all errors are told at
 * once: a check passes over what is not of the expected form, which is the schema's to report.
 */
export type Check = (data: unknown) => Finding[];

export type Raw = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
export const record = (value: unknown): Raw => (isRecord(value) ? value : {});
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Services of the platform that are maps at all. */
export const services = (data: unknown): [string, Raw][] => maps(record(data).services);
export const maps = (value: unknown): [string, Raw][] =>
  Object.entries(record(value)).filter((entry): entry is [string, Raw] => isRecord(entry[1]));

/** A team is declared by owning something. */
export function teamsOf(data: unknown): readonly string[] {
  const { team, platform } = record(data);
  const owners = [team ?? platform, ...services(data).map(([, service]) => service.team)];
  return [...new Set(owners.filter((owner) => typeof owner === 'string'))].sort();
}

/** The meaning of a scalar, or undefined where the schema refuses it. */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}

/** A finding for a name that is not among the declared ones. */
export function unknownName(path: readonly PropertyKey[], word: unknown, declared: readonly string[], kind: string): Finding[] {
  if (typeof word !== 'string' || declared.includes(word)) return [];
  const close = nearest(word, declared);
  const expected =
    declared.length === 0
      ? `the name of a declared ${kind}; none is declared`
      : `a declared ${kind}: ${declared.slice(0, 20).map(shorten).join(', ')}${declared.length > 20 ? ', …' : ''}`;
  return [{ path, expected, fix: close ? `did you mean ${close}?` : `declare the ${kind} ${shorten(word)}, or remove it here` }];
}
