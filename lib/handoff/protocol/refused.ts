/** Why a message is not one that can be worked on; each has its own name in metrics and dead letters. */
export type RefusalReason = 'not-json' | 'schema' | 'unknown-version' | 'bad-checksum' | 'bad-signature' | 'id-mismatch' | 'oversize';

/** A message that no further attempt would mend. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';

  constructor(
    readonly reason: RefusalReason,
    message: string,
  ) {
    super(message);
  }
}
