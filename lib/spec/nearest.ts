import { distance } from 'fastest-levenshtein';

/** Longer than any word that is typed by hand; comparing it would take long and find nothing. */
const LONGEST_WORD = 100;

/**
 * The candidate that a person most likely meant, or undefined when none is close.
 * Close: at most a third of the longer word differs (Levenshtein), letters are swapped, or one word starts with the other.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const wanted = normal(word);
  const ranked = candidates
    .map((candidate) => ({ candidate, cost: cost(wanted, normal(candidate)) }))
    .filter(({ cost: c }) => c <= 1)
    .sort((a, b) => a.cost - b.cost || a.candidate.localeCompare(b.candidate));
  return ranked[0]?.candidate;
}

const normal = (word: string) => word.toLowerCase().replace(/[-_\s]/g, '');

/** 0 is the same word, up to 1 is close. */
function cost(a: string, b: string): number {
  if (a === b) return 0;
  if (sortedLetters(a) === sortedLetters(b)) return 0.3;
  if (a.length > 2 && b.length > 2 && (a.startsWith(b) || b.startsWith(a))) return 0.5;
  return (3 * distance(a, b)) / Math.max(a.length, b.length);
}

const sortedLetters = (word: string) => [...word].sort().join('');
