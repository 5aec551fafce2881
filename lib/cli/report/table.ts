import Table from 'cli-table3';
import colors from 'picocolors';

const WIDEST = 100;

/** A table for people: a rule under the head, no frame, long cells wrapped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], alignRight: readonly number[] = []): string {
  const widths = head.map((title, column) => Math.min(WIDEST, Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0))) + 2);
  const printed = new Table({
    head: head.map((title) => colors.bold(title)),
    colAligns: head.map((_, column) => (alignRight.includes(column) ? 'right' : 'left')),
    colWidths: widths,
    wordWrap: true,
    chars: FRAMELESS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  printed.push(...rows.map((row) => [...row]));
  return printed
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const FRAMELESS = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, '']),
);
