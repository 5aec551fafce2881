/** A part of a file that holds one YAML document, and in rare files several. */
export interface Chunk {
  readonly text: string;
  /** Lines of the file before it. */
  readonly linesBefore: number;
}

/** YAML ends a document here wherever the line stands, inside quotes and blocks too (YAML 1.2, section 9.1.2). */
const SEPARATOR = /(?:^|\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;
/** A line that is neither blank nor a comment nor a directive (%YAML) nor a bare separator. */
const CONTENT = /^(?![ \t]*(?:#|\r|$)|%|---[ \t]*(?:#|\r|$))./m;

/**
 * Cuts a file at its separators before anything is parsed, so that a document that cannot be read does not take the others
 * with it. Documents without content, which Helm renders by the dozen, are left out.
 */
export function chunksOf(text: string): readonly Chunk[] {
  const starts = [...text.matchAll(SEPARATOR)].map(({ index, 0: found }) => (found.startsWith('\n') ? index + 1 : index));
  const cuts = [...new Set([0, ...starts])];
  let line = 0;
  return cuts.flatMap((start, i) => {
    // The end of the document before is a comment in this one.
    const chunk = text.slice(start, cuts[i + 1]).replace(/^\.\.\./, '#..');
    const linesBefore = line;
    line += linesIn(chunk);
    return CONTENT.test(chunk) ? [{ text: chunk, linesBefore }] : [];
  });
}

/** Line of the file on which the content of a chunk begins. */
export const firstLine = ({ text, linesBefore }: Chunk): number => linesBefore + 1 + linesIn(text.slice(0, text.search(CONTENT)));

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
