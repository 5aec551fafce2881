import type { SecretLintSourceOptions } from '@secretlint/core';
import type { Found } from './known-forms';
import { REFERENCE } from './named-values';

type Lint = (content: string) => Promise<readonly { readonly message: string; readonly range: readonly [number, number] }[]>;

/** Its rules are a megabyte of code, which only a scan needs. */
async function loaded(): Promise<Lint> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const options: SecretLintSourceOptions['options'] = {
    locale: 'en',
    maskSecrets: true,
    noPhysicFilePath: true,
    config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }] },
  };
  return async (content) => (await lintSource({ source: { filePath: 'text', content, contentType: 'text', ext: '' }, options })).messages;
}

let lint: Promise<Lint> | undefined;

/** Credentials that the recommended rules of secretlint recognise. */
export async function presetFindings(text: string): Promise<readonly Found[]> {
  lint ??= loaded();
  const messages = await (await lint)(text);
  return messages
    .filter(({ range: [start, end] }) => !REFERENCE.test(text.slice(start, end)))
    .map(({ message, range: [start, end] }) => ({ kind: kindOf(message), start, end }));
}

/** `found Sendgrid api key: ****` without what follows the colon, which a rule may fill with anything. */
const kindOf = (message: string) => `a credential (${message.split(':', 1)[0]?.replace(/^found /i, '') ?? 'of a known form'})`;
