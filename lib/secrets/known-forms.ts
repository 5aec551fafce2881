/** A secret in a text: what it is and where it stands, never what it says. */
export interface Found {
  /** With its article: `a private key`. */
  readonly kind: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** Forms that issuers of credentials document for theirs. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, 'an AWS access key id'],
  [/-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----([^-]*-----END [A-Z0-9 ]+-----)?/g, 'a private key'],
  [/\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/g, 'an age key'],
  [/\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})/g, 'a GitHub token'],
  [/\bglpat-[A-Za-z0-9_-]{20,}/g, 'a GitLab token'],
  [/\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g, 'a Slack token'],
  [/\bhooks\.slack\.com\/services\/T[A-Za-z0-9]+\/B[A-Za-z0-9]+\/[A-Za-z0-9]{8,}/g, 'a Slack webhook'],
  [/\b[rs]k_live_[A-Za-z0-9]{16,}/g, 'a Stripe key'],
  [/\bAIza[A-Za-z0-9_-]{35}/g, 'a Google API key'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g, 'a JSON Web Token'],
  [/\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@$]{0,64}:[^\s/:@$<{]{1,128}@/gi, 'an address with a password'],
];

/** More than this before a place says nothing about it, and costs time in a file of one line. */
const FARTHEST = 300;

/** What stands before an offset in its line. */
export function lineBefore(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - FARTHEST), offset);
  return before.slice(before.lastIndexOf('\n') + 1);
}

/** Something that each form above has: nearly every text of a manifest has none of them. */
const HINT = /A[KS]IA|-----BEGIN|AGE-SECRET|gh[pousr]_|github_pat|glpat-|xox[abeoprs]-|hooks\.slack|k_live_|AIza|eyJ|:\/\//;

/** Every credential whose form is known. */
export const knownForms = (text: string): Found[] =>
  HINT.test(text)
    ? KNOWN.flatMap(([pattern, kind]) =>
        [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({ kind, start: index, end: index + length })),
      )
    : [];
