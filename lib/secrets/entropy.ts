import { type Found, lineBefore } from './known-forms';

/** Bits for each character above which a token is random (Yelp detect-secrets, defaults of its high-entropy plugins). */
const LIMIT = { base64: 4.5, hex: 3.0 } as const;
/** Longer ones are files: images, archives, compiled code. */
const LONGEST = 256;
/**
 * A token that stands by itself: a part of an image, address, path, ARN, digest or dotted name is none. A name and = may
 * stand before it.
 */
const TOKEN = new RegExp(`(?<![A-Za-z0-9+/_.:@$%~-])[A-Za-z0-9+/_-]{20,${LONGEST}}={0,2}(?![A-Za-z0-9+/_.:@%~=-])`, 'g');
/** The shortest key in hex has 128 bits. */
const HEX = /^([0-9a-f]{32,}|[0-9A-F]{32,})$/;
/** A Git commit, or another SHA-1. */
const COMMIT_LENGTH = 40;
/** Names of what is random or looks so, and known to everybody. */
const PUBLIC_NAME = /digest|sha\d+|checksum|commit|revision|version|hash|fingerprint|thumbprint|etag|trace|(^|[_./-])(u?u?id|sum)$|Id$/;
/** The name right before a value: `checksum/config: "`. */
const NAME_BEFORE = /([\w./-]*)["']?\s*[:=]?\s*["']?$/;
/** SSH public keys and subresource integrity begin like this; PEM text in base64 is looked into. */
const PUBLIC_FORM = /^(AAAA[BCE]|sha(256|384|512)-)/;
/** Longer runs of one kind of letter are words: ResourceQuotaExceeded2. */
const WORD_LENGTH = 3;

/**
 * Tokens that only a generator of random values writes.
 *
 * @param within the kind of secret in what a token says in base64
 */
export const randomTokens = (text: string, name: string, within: (said: string) => string | undefined): Found[] =>
  [...text.matchAll(TOKEN)].flatMap(({ index, 0: token }) => {
    const said = readableIn(token);
    const random = said === undefined && isRandom(token, lineBefore(text, index) || name) ? 'a random token' : undefined;
    const kind = said === undefined ? random : within(said);
    return kind ? [{ kind, start: index, end: index + token.length }] : [];
  });

function isRandom(token: string, before: string): boolean {
  if (PUBLIC_NAME.test(NAME_BEFORE.exec(before)?.[1] ?? '') || PUBLIC_FORM.test(token)) return false;
  if (HEX.test(token)) return token.length !== COMMIT_LENGTH && entropyOf(token) > LIMIT.hex;
  const mixed = /[a-z]/.test(token) && /[A-Z]/.test(token) && /\d/.test(token);
  return mixed && entropyOf(token) > LIMIT.base64 && !isWords(token);
}

const isWords = (token: string) => token.length / (token.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g)?.length ?? 1) >= WORD_LENGTH;

/** What a token says when it is text in base64; undefined when it is none. */
export function readableIn(token: string): string | undefined {
  if (token.length < 8 || token.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(token)) return undefined;
  const said = Buffer.from(token, 'base64').toString('utf8');
  return /^[\t\n\r\x20-\x7e]+$/.test(said) ? said : undefined;
}

/** Shannon entropy in bits for each character. */
function entropyOf(token: string): number {
  const counts = new Map<string, number>();
  for (const letter of token) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / token.length) * Math.log2(count / token.length), 0);
}
