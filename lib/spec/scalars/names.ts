import { refuse, scalar } from './scalar';

/** Longest name of our own: leaves room for suffixes within the 63 characters of a DNS label (RFC 1123). */
const LONGEST_NAME = 40;
export const DNS_LABEL = '^[a-z]([-a-z0-9]*[a-z0-9])?$';
const DOMAIN = '^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)+[a-z]{2,}$';

/** A name that becomes part of object names: RFC 1123 label that starts with a letter, at most 40 characters. */
export function name(description: string) {
  const expected = `a name of small letters, digits and dashes that starts with a letter, at most ${LONGEST_NAME} characters`;
  return scalar({ type: 'string', pattern: DNS_LABEL, description }, (value) => {
    if (typeof value !== 'string') return refuse(expected);
    if (new RegExp(DNS_LABEL).test(value) && value.length <= LONGEST_NAME) return value;
    return refuse(expected, nameFix(value));
  });
}

function nameFix(value: string): string | undefined {
  const mended = value
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, LONGEST_NAME);
  return mended ? `did you mean ${mended}?` : undefined;
}

/** A fully qualified domain name, such as shop.example.com. */
export function domain(description: string) {
  const expected = 'a domain name of small letters, such as shop.example.com';
  return scalar({ type: 'string', pattern: DOMAIN, description, examples: ['shop.example.com'] }, (value) => {
    if (typeof value !== 'string') return refuse(expected);
    if (new RegExp(DOMAIN).test(value) && value.length <= 253) return value;
    const bare = value
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/[/.]+$/, '');
    return refuse(expected, bare !== value && new RegExp(DOMAIN).test(bare) ? `did you mean ${bare}?` : undefined);
  });
}

/** The name of a recovery tier; YAML reads `1` as a number, which is meant as a name. */
export function tierReference(description: string) {
  const expected = 'the name of a recovery tier: a key of tiers, such as 1';
  return scalar({ type: ['string', 'integer'], description, examples: ['1'] }, (value) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : refuse(expected),
  );
}

/** A version, which YAML would read as a number without quotes (`1.30` becomes 1.3). */
export function version(description: string, known?: readonly string[]) {
  const expected = known ? `one of ${known.map((v) => `"${v}"`).join(', ')}` : 'a version in quotes, such as "16"';
  return scalar({ type: 'string', description, examples: known ? [known.at(-1)] : ['16'] }, (value) => {
    if (typeof value === 'number') {
      const meant = known?.find((v) => Number(v) === value);
      return refuse(expected, `put it in quotes, YAML reads it as a number: "${meant ?? value}"`);
    }
    return typeof value === 'string' && value !== '' && (!known || known.includes(value)) ? value : refuse(expected);
  });
}
