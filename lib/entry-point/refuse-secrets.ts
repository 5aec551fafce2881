import { detectSecrets } from '../secrets';
import { SpecError, type SpecText } from '../spec';

/**
 * Refuses a platform file that holds a secret, in a value or in a comment: what is in Git once is in every copy of it.
 *
 * @throws SpecError with the place and kind of each secret, and never its value
 */
export async function refuseSecrets({ text, file }: SpecText): Promise<void> {
  const secrets = await detectSecrets(text);
  if (secrets.length === 0) return;
  throw new SpecError(
    secrets.map(({ line, column, kind }) => ({
      file,
      line,
      column,
      path: '',
      found: kind,
      expected: 'no secret: this file is in Git, and what was committed once can be read for good',
      fix: 'revoke it, put the new one into the secret store, and name its key under secrets of the service',
    })),
  );
}
