import type { Found } from './known-forms';
import { ownPatterns, withoutOverlap } from './own-patterns';
import { presetFindings } from './preset';

/** A secret in a text and its place; lines and columns are counted from 1. */
export interface DetectedSecret extends Found {
  readonly line: number;
  readonly column: number;
}

/** Every secret in a text, in the order in which they stand: our own patterns and those of secretlint. */
export async function detectSecrets(text: string): Promise<readonly DetectedSecret[]> {
  const found = withoutOverlap([...ownPatterns(text), ...(await presetFindings(text))]);
  let line = 1;
  let lineStart = 0;
  return found.map((secret) => {
    for (let end = text.indexOf('\n', lineStart); end >= 0 && end < secret.start; end = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = end + 1;
    }
    return { ...secret, line, column: secret.start - lineStart + 1 };
  });
}
