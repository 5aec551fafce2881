import { randomTokens } from './entropy';
import { type Found, knownForms } from './known-forms';
import { namedValues } from './named-values';

/** Certificates and public keys are for everybody; blanks in their place keep the offsets. */
const PUBLIC_BLOCK =
  /-----BEGIN (?:(?:TRUSTED |NEW )?CERTIFICATE(?: REQUEST)?|X509 CRL|[A-Z ]*PUBLIC KEY(?: BLOCK)?)-----[^-]*-----END [A-Z0-9 ]+-----/g;

/**
 * Secrets in a text, by documented form, by the name before them, or since they are random.
 *
 * @param name of the value that the text is, if it has one: a checksum is random too
 */
export function ownPatterns(text: string, name = ''): readonly Found[] {
  const looked = text.replace(PUBLIC_BLOCK, (block) => block.replace(/\S/g, ' '));
  return withoutOverlap([...knownForms(looked), ...namedValues(looked), ...randomTokens(looked, name, (said) => secretIn(said))]);
}

/** The kind of secret that a text contains; undefined when none is recognised. */
export const secretIn = (text: string, name?: string): string | undefined => ownPatterns(text, name)[0]?.kind;

/** In the order of the text; of findings that meet, the one that starts first, and of those, the one that knows more. */
export function withoutOverlap(found: readonly Found[]): readonly Found[] {
  const kept: Found[] = [];
  for (const next of [...found].sort((a, b) => a.start - b.start)) {
    const last = kept.at(-1);
    if (!last || next.start >= last.end) kept.push(next);
  }
  return kept;
}

/** The kind of a credential whose form is known: what a text contains that may be random, or about passwords, is none. */
export const credentialIn = (text: string): string | undefined => knownForms(text)[0]?.kind;
