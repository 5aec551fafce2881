import { type Found, lineBefore } from './known-forms';

const WORDS = ['password', 'passwd', 'passphrase', 'token', 'api[_-]?key', 'access[_-]?key', 'private[_-]?key'];
/** In text, a bare `secret:` mostly names a Secret; only these hold one. */
const IN_TEXT = [...WORDS, '(?:client|app|shared|session|auth)[_-]?secret'].join('|');
/** `--password=...`, `token: ...`; the value starts a literal, no reference ($, {{, <) and no path. */
const ASSIGNMENT = new RegExp(`(?<=^|[\\s"'_.&?{,-])(?:${IN_TEXT})["']?[ \\t]{0,4}[=:][ \\t]{0,4}["']?([^\\s"'$<{/&,\\[]{4,})`, 'gim');
/** The last word of a name says what it is: DB_PASSWORD is one, PASSWORD_FILE and TOKEN_TTL are not. */
const NAME = new RegExp(`(?:^|[_.-])(?:${[...WORDS, 'secret', 'credentials?'].join('|')})$`, 'i');
const NO_SECRET = /^(true|false|yes|no|on|off|null|none|enabled|disabled|required|optional|\d{1,3})$/i;
/** A value that is brought in when it is read: `$(NAME)`, `${NAME}`, `{{ .name }}`, `<name>`. */
export const REFERENCE = /\$[({]|\{\{|<[^<>]*>/;
/** `# token: ask the team for one`: a sentence, and no value. */
const PROSE = /^[a-z]+\s+[a-z]/;
const COMMENT = /^\s*(#|\/\/)|\s#\s/;

const KIND = 'a literal password or token';

/** Values that stand in a text behind the name of a secret. */
export const namedValues = (text: string): Found[] =>
  [...text.matchAll(ASSIGNMENT)].flatMap((match) => {
    const [whole, literal = ''] = match;
    const end = match.index + whole.length;
    const start = end - literal.length;
    const sentence = PROSE.test(text.slice(start, start + 80)) && COMMENT.test(lineBefore(text, start));
    return NO_SECRET.test(literal) || literal.includes('{{') || sentence ? [] : [{ kind: KIND, start, end }];
  });

/** Lines of /etc/passwd whose password is elsewhere, as it is on every system of this century (passwd(5)). */
const ACCOUNTS = /^(?:[a-z_][a-z0-9_-]*:x:\d+:\d+:[^:\n]*:[^:\n]*:[^:\n]*(?:\n|$))+$/;

/** Whether a name says secret and the value is a literal: no reference, no path, no switch. */
export const namesASecret = (name: string, value: string) =>
  NAME.test(name) && value !== '' && !ACCOUNTS.test(value) && !value.startsWith('/') && !REFERENCE.test(value) && !NO_SECRET.test(value);
