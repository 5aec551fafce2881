import { readFileSync } from 'node:fs';

/** A secret from the variable NAME, or from the file that NAME_FILE names, without the line break that editors add. */
export function secretValue(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const file = env[`${name}_FILE`];
  if (env[name] && file) throw new Error(`set ${name} or ${name}_FILE, not both`);
  if (!file) return env[name] || undefined;
  const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  if (text === '') throw new Error(`${name}_FILE: ${file} is empty`);
  return text;
}

/** Several, separated by white space or commas. */
export const secretValues = (name: string, env: NodeJS.ProcessEnv): readonly string[] =>
  (secretValue(name, env) ?? '').split(/[\s,]+/).filter(Boolean);
