import { type Covered, checksumOf10, checksumOf11, equalText, signatureOf } from './checksum';
import { isId, LIMITS } from './limits';
import { MessageRefused } from './refused';
import { type Handoff, problems, readable, SCHEMA_VERSIONS, type SchemaVersion } from './schema';

/** What a message proves of itself, from the least to the most. */
export const PROOFS = ['1.0', '1.1', 'signed'] as const;
export type Proof = (typeof PROOFS)[number];

/** A message that was read and checked. */
export interface ReadHandoff {
  readonly id: string;
  readonly handoff: Handoff;
  readonly version: SchemaVersion;
  readonly proof: Proof;
  /** Of metadata and content: the same handoff sent again has the same, however its status changed on the way. */
  readonly digest: string;
  /** What is against the limits of peers and still understood. */
  readonly notices: readonly string[];
}

export interface ReadingOptions {
  /** The id by which it was queued; it must be the message's own. */
  readonly id?: string;
  /** Keys that check signatures. */
  readonly keys?: readonly string[];
}

/**
 * Reads a message of any peer: plain or wrapped, with what it left out filled in. Strict in what the message is trusted by:
 * version, checksum, signature and id.
 *
 * @throws MessageRefused
 */
export function readHandoff(text: string, { id: queuedAs, keys = [] }: ReadingOptions = {}): ReadHandoff {
  const bytes = Buffer.byteLength(text);
  if (bytes > LIMITS.bodyBytes) throw new MessageRefused('oversize', `${bytes} bytes; at most ${LIMITS.bodyBytes} are read`);
  const { raw, wrapper } = unwrapped(parsed(text));
  const result = readable.safeParse(raw);
  if (!result.success) throw new MessageRefused('schema', problems(result.error));
  const handoff = result.data;
  const version = SCHEMA_VERSIONS.find((known) => known === handoff.validation.schema_version);
  if (version === undefined) {
    throw new MessageRefused(
      'unknown-version',
      `schema version ${shown(handoff.validation.schema_version)}; known are ${SCHEMA_VERSIONS.join(' and ')}`,
    );
  }
  const covered = { metadata: raw.metadata, content: raw.content };
  const digest = digestOf(covered);
  const proof = proofOf(handoff, version, digest, (key) => signatureOf(covered, key), keys);
  const id = idOf(handoff, wrapper, queuedAs);
  return { id, handoff, version, proof, digest, notices: noticesOf(handoff) };
}

/** Its canonical form is made by recursion, which a message that is nested on purpose would exhaust. */
function digestOf(covered: Covered): string {
  try {
    return checksumOf11(covered);
  } catch (error) {
    if (error instanceof RangeError) throw new MessageRefused('schema', 'nested too deeply');
    throw error;
  }
}

type Json = Readonly<Record<string, unknown>>;

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    throw new MessageRefused('not-json', error instanceof Error ? withoutContent(error.message) : 'no JSON');
  }
  throw new MessageRefused('not-json', 'JSON, and no object');
}

/** Node quotes the text that it could not parse; a body may hold what no log should. */
const withoutContent = (message: string) => message.replace(/[,:]?\s*(?:\.\.\.)?".*$/s, '').trim() || 'no JSON';

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Some peers wrap the handoff, as an object or as its text. */
function unwrapped(value: Json): { readonly raw: Json; readonly wrapper?: Json } {
  if (value.payload === undefined || value.metadata !== undefined) return { raw: value };
  const { payload } = value;
  if (typeof payload === 'string') return { raw: parsed(payload), wrapper: value };
  if (isObject(payload)) return { raw: payload, wrapper: value };
  throw new MessageRefused('schema', 'payload: neither an object nor its text');
}

function proofOf(handoff: Handoff, version: SchemaVersion, digest: string, sign: (key: string) => string, keys: readonly string[]): Proof {
  const { checksum, signature } = handoff.validation;
  const expected = version === '1.0' ? checksumOf10(handoff) : digest;
  if (!equalText(checksum.toLowerCase(), expected)) {
    throw new MessageRefused(
      'bad-checksum',
      `the checksum of version ${version} is not that of the message: it was changed on the way, or summed up otherwise`,
    );
  }
  if (version === '1.0') return '1.0';
  if (signature === undefined || keys.length === 0) return '1.1';
  if (!keys.some((key) => equalText(signature, sign(key)))) {
    throw new MessageRefused('bad-signature', 'the signature is of none of the known keys');
  }
  return 'signed';
}

function idOf({ metadata }: Handoff, wrapper: Json | undefined, queuedAs: string | undefined): string {
  const outer = typeof wrapper?.handoff_id === 'string' ? wrapper.handoff_id : undefined;
  const named = [metadata.handoff_id || undefined, outer, queuedAs].filter((id) => id !== undefined);
  const [id = ''] = named;
  if (named.some((other) => other !== id)) throw new MessageRefused('id-mismatch', `it is called ${named.map(shown).join(', and also ')}`);
  if (!isId(id)) throw new MessageRefused('schema', `metadata.handoff_id: ${shown(id)} is no id`);
  return id;
}

/** Text of others in a message of ours: one line, and not endless. */
const shown = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

function noticesOf({ metadata, content }: Handoff): string[] {
  const { summary, requirements, next_steps: nextSteps } = content;
  return [
    ...(metadata.from_agent === metadata.to_agent ? [`from and to are both ${metadata.from_agent}`] : []),
    ...(summary.length < LIMITS.summary.min || summary.length > LIMITS.summary.max ? [`the summary has ${summary.length} characters`] : []),
    ...(requirements.length > LIMITS.requirements ? [`${requirements.length} requirements`] : []),
    ...(nextSteps.length > LIMITS.nextSteps ? [`${nextSteps.length} next steps`] : []),
  ];
}
