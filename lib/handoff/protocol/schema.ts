import { z } from 'zod';
import { isId, LIMITS } from './limits';
import { PRIORITIES } from './priority';

/** Versions of the message that we read. */
export const SCHEMA_VERSIONS = ['1.0', '1.1'] as const;
export type SchemaVersion = (typeof SCHEMA_VERSIONS)[number];

export const STATUSES = ['pending', 'processing', 'completed', 'failed', 'retrying'] as const;

/** Go writes an empty list as null. */
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value): z.output<T>[] => value ?? []);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const names = list(z.string());

const artifacts = z
  .looseObject({ created: names, modified: names, reviewed: names })
  .nullish()
  .transform((value) => value ?? { created: [], modified: [], reviewed: [] });

const details = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {});

/**
 * What we read: what peers leave out has a default, what they add stays. Only what the message is routed, checked and
 * understood by is required.
 */
export const readable = z.looseObject({
  metadata: z.looseObject({
    project_name: text,
    from_agent: z.string().regex(LIMITS.role),
    to_agent: z.string().regex(LIMITS.role),
    timestamp: text,
    task_context: text,
    priority: z
      .string()
      .nullish()
      .transform((value) => value ?? 'normal'),
    handoff_id: z
      .string()
      .nullish()
      .transform((value) => value ?? ''),
  }),
  content: z.looseObject({
    summary: z.string(),
    requirements: names,
    artifacts,
    technical_details: details,
    next_steps: names,
  }),
  validation: z.looseObject({ schema_version: z.string(), checksum: z.string(), signature: z.string().optional() }),
  status: z
    .string()
    .nullish()
    .transform((value) => value ?? 'pending'),
  created_at: text,
  updated_at: text,
  retry_count: z
    .number()
    .nullish()
    .transform((value) => value ?? 0),
  error_msg: text,
});

/** A handoff as it is read. */
export type Handoff = z.output<typeof readable>;

const role = z.string().regex(LIMITS.role, 'a role: lower-case letters, digits and dashes');
const line = z.string().min(1).max(1_000);
const paths = z.array(line).max(1_000);

/** What we write: everything, within the limits that peers enforce. */
export const writable = z
  .strictObject({
    metadata: z.strictObject({
      project_name: z.string().min(1).max(200),
      from_agent: role,
      to_agent: role,
      timestamp: z.iso.datetime({ offset: true }),
      task_context: z.string().max(10_000),
      priority: z.enum(PRIORITIES),
      handoff_id: z.string().refine(isId, `an id: letters, digits and . _ : @ ~ -, at most ${LIMITS.idLength} characters`),
    }),
    content: z.strictObject({
      summary: z.string().min(LIMITS.summary.min).max(LIMITS.summary.max),
      requirements: z.array(line).max(LIMITS.requirements),
      artifacts: z.strictObject({ created: paths, modified: paths, reviewed: paths }),
      technical_details: z.record(z.string(), z.json()),
      next_steps: z.array(line).max(LIMITS.nextSteps),
    }),
    status: z.enum(STATUSES),
    created_at: z.iso.datetime({ offset: true }),
    updated_at: z.iso.datetime({ offset: true }),
    retry_count: z.int().min(0),
    error_msg: z.string().max(10_000).optional(),
  })
  .refine(({ metadata }) => metadata.from_agent !== metadata.to_agent, {
    path: ['metadata', 'to_agent'],
    message: 'another role than from_agent',
  });

/** A handoff before it is sealed with its checksum. */
export type Unsealed = z.output<typeof writable>;

/** A handoff as it is written. */
export type Sealed = Unsealed & {
  readonly validation: { readonly schema_version: '1.1'; readonly checksum: string; readonly signature?: string };
};

/** What is wrong with a value, in one line. */
export const problems = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'message'}: ${message}`).join('; ');
