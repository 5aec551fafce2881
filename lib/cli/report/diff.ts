/** Lines around a change that are shown with it. */
const CONTEXT = 2;
/** How many lines may have been put in at one place. */
const MOST_INSERTED = 50;

interface Line {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
  /** Where the line stands, or would, from 0. */
  readonly before: number;
  readonly after: number;
}

/** The difference of two versions of a file, as `patch` and `git apply` take it; empty where there is none. */
export function unifiedDiff(file: string, before: string, after: string): string {
  const lines = compared(before.split('\n'), after.split('\n'));
  const changed = lines.flatMap(({ kind }, i) => (kind === ' ' ? [] : [i]));
  if (changed.length === 0) return '';
  const hunks: [from: number, to: number][] = [];
  for (const i of changed) {
    const last = hunks.at(-1);
    const [from, to] = [Math.max(0, i - CONTEXT), Math.min(lines.length, i + CONTEXT + 1)];
    if (last && from <= last[1]) last[1] = to;
    else hunks.push([from, to]);
  }
  return [`--- a/${file}`, `+++ b/${file}`, ...hunks.flatMap(([from, to]) => hunk(lines.slice(from, to)))].join('\n');
}

/** The changes that are made here change lines or put some in: what is not found again further down has replaced what stood there. */
function compared(before: readonly string[], after: readonly string[]): Line[] {
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const place = { before: i, after: j };
    if (i < before.length && before[i] === after[j]) {
      lines.push({ kind: ' ', text: before[i++] ?? '', ...place });
      j++;
      continue;
    }
    const again = i < before.length ? after.slice(j, j + MOST_INSERTED).indexOf(before[i] ?? '') : after.length - j;
    if (again > 0) {
      for (let n = 0; n < again; n++) lines.push({ kind: '+', text: after[j] ?? '', before: i, after: j++ });
      continue;
    }
    lines.push({ kind: '-', text: before[i++] ?? '', ...place });
    if (j < after.length) lines.push({ kind: '+', text: after[j] ?? '', before: i, after: j++ });
  }
  return lines;
}

function hunk(lines: readonly Line[]): string[] {
  const [first] = lines;
  const count = (other: Line['kind']) => lines.filter(({ kind }) => kind !== other).length;
  const head = `@@ -${(first?.before ?? 0) + 1},${count('+')} +${(first?.after ?? 0) + 1},${count('-')} @@`;
  return [head, ...lines.map(({ kind, text }) => `${kind}${text}`)];
}
