import { randomUUID } from 'node:crypto';
import { checksumOf11, signatureOf } from './checksum';
import { LIMITS } from './limits';
import type { Priority } from './priority';
import { problems, type Sealed, type STATUSES, type Unsealed, writable } from './schema';

/** What a sender says; the rest is filled in. */
export interface HandoffInput {
  readonly project: string;
  readonly from: string;
  readonly to: string;
  /** 10 to 1,000 characters. */
  readonly summary: string;
  readonly context?: string;
  /** Default: normal. */
  readonly priority?: Priority;
  /** Default: a new one. The same id is the same handoff, however often it is sent. */
  readonly id?: string;
  readonly requirements?: readonly string[];
  readonly nextSteps?: readonly string[];
  readonly artifacts?: Partial<Unsealed['content']['artifacts']>;
  readonly details?: Unsealed['content']['technical_details'];
  /** Default: pending. */
  readonly status?: (typeof STATUSES)[number];
  readonly error?: string;
  /** Default: now. */
  readonly at?: Date;
}

/** A handoff that no reader would accept, with what is wrong. */
export class HandoffInvalid extends Error {
  override readonly name = 'HandoffInvalid';
}

/**
 * A handoff of version 1.1, complete and within the limits of all peers.
 *
 * @param key signs it; without one, the message proves only that it arrived whole
 * @throws HandoffInvalid
 */
export function composeHandoff(input: HandoffInput, key?: string): Sealed {
  const at = input.at ?? new Date();
  if (Math.abs(Date.now() - at.getTime()) > LIMITS.timestampSkewSeconds * 1_000) {
    throw new HandoffInvalid(`metadata.timestamp: ${at.toISOString()} is more than 24 h from now`);
  }
  const { created = [], modified = [], reviewed = [] } = input.artifacts ?? {};
  const result = writable.safeParse({
    metadata: {
      project_name: input.project,
      from_agent: input.from,
      to_agent: input.to,
      timestamp: at.toISOString(),
      task_context: input.context ?? '',
      priority: input.priority ?? 'normal',
      handoff_id: input.id ?? randomUUID(),
    },
    content: {
      summary: input.summary,
      requirements: input.requirements ?? [],
      artifacts: { created, modified, reviewed },
      technical_details: input.details ?? {},
      next_steps: input.nextSteps ?? [],
    },
    status: input.status ?? 'pending',
    created_at: at.toISOString(),
    updated_at: at.toISOString(),
    retry_count: 0,
    ...(input.error === undefined ? {} : { error_msg: input.error }),
  });
  if (!result.success) throw new HandoffInvalid(problems(result.error));
  const unsealed = result.data;
  const sealed: Sealed = {
    ...unsealed,
    validation: {
      schema_version: '1.1',
      checksum: checksumOf11(unsealed),
      ...(key === undefined ? {} : { signature: signatureOf(unsealed, key) }),
    },
  };
  const bytes = Buffer.byteLength(JSON.stringify(sealed));
  if (bytes > LIMITS.bodyBytes) throw new HandoffInvalid(`the message has ${bytes} bytes; at most ${LIMITS.bodyBytes} are read`);
  return sealed;
}
