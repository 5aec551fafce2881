/** Forms that issuers of credentials document for theirs. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key id'],
  [/-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----/, 'a private key'],
  [/\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})/, 'a GitHub token'],
  [/\bglpat-[A-Za-z0-9_-]{20,}/, 'a GitLab token'],
  [/\bxox[abeoprs]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/\b[rs]k_live_[A-Za-z0-9]{16,}/, 'a Stripe key'],
  [/\bAIza[A-Za-z0-9_-]{35}/, 'a Google API key'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/, 'a JSON Web Token'],
  [/\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@$]{0,64}:[^\s/:@$<{]{1,128}@/i, 'an address with a password'],
];

const WORDS = ['password', 'passwd', 'passphrase', 'token', 'api[_-]?key', 'access[_-]?key', 'private[_-]?key'];
/** In text, a bare `secret:` mostly names a Secret; only these hold one. */
const IN_TEXT = [...WORDS, '(?:client|app|shared|session)[_-]?secret'].join('|');
/** `--password=...`, `token: ...`; the value starts a literal, no reference ($, {{, <) and no path. */
const ASSIGNMENT = new RegExp(`(?:^|[\\s"'_.&?-])(?:${IN_TEXT})["']?\\s{0,4}[=:]\\s{0,4}["']?([^\\s"'$<{/&,]{4,})`, 'i');
/** The last word of a name says what it is: DB_PASSWORD is one, PASSWORD_FILE and TOKEN_TTL are not. */
const NAME = new RegExp(`(?:^|[_.-])(?:${[...WORDS, 'secret', 'credentials?'].join('|')})$`, 'i');
const NO_SECRET = /^(true|false|yes|no|on|off|null|none|enabled|disabled|required|optional|\d{1,3})$/i;

/** The kind of secret that a text contains; undefined when none is recognised. */
export function secretIn(value: string): string | undefined {
  const known = KNOWN.find(([pattern]) => pattern.test(value));
  if (known) return known[1];
  const literal = ASSIGNMENT.exec(value)?.[1];
  return literal && !NO_SECRET.test(literal) ? 'a literal password or token' : undefined;
}

/** Whether a name says secret and the value is a literal: no reference, no path, no switch. */
export const namesASecret = (name: string, value: string) =>
  NAME.test(name) && value !== '' && !/^(\$[({]|\{\{|<|\/)/.test(value) && !NO_SECRET.test(value);
