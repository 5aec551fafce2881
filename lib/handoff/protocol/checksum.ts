import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The parts of a message that version 1.0 sums up. */
export interface Summed {
  readonly metadata: { readonly from_agent: string; readonly to_agent: string };
  readonly content: { readonly summary: string; readonly requirements: readonly string[]; readonly next_steps: readonly string[] };
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Version 1.0: `from:to:summary:[requirements]:[next steps]`, lists as Go prints them. What it leaves out, anybody may change. */
export function checksumOf10({ metadata, content }: Summed): string {
  const listed = (lines: readonly string[]) => `[${lines.join(' ')}]`;
  return sha256(
    [metadata.from_agent, metadata.to_agent, content.summary, listed(content.requirements), listed(content.next_steps)].join(':'),
  );
}

/** A message as it came, before defaults are filled in: what was not sent was not summed up either. */
export interface Covered {
  readonly metadata: unknown;
  readonly content: unknown;
}

/** Version 1.1: metadata and content, all of it, as canonical JSON (RFC 8785). */
export const checksumOf11 = (message: Covered) => sha256(canonical(message));

/** Proves that a holder of the key wrote the message; a checksum alone proves only that it arrived whole. */
export const signatureOf = (message: Covered, key: string) =>
  `hmac-sha256=${createHmac('sha256', key).update(canonical(message), 'utf8').digest('hex')}`;

/** Compares in a time that says nothing of where the two differ. */
export function equalText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function canonical({ metadata, content }: Covered): string {
  const text = canonicalize({ metadata, content });
  if (text === undefined) throw new Error('metadata and content have no JSON form');
  return text;
}
