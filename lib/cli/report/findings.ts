import colors from 'picocolors';
import type { Finding, Location, Skipped } from '../../policy';
import type { SpecEdit } from '../../spec';

/** Findings as text, one a line with its place and mend below; the same finding in several places is told once. */
export function findingsText(findings: readonly Finding[], patchOf?: (edits: readonly SpecEdit[]) => string | undefined): string {
  if (findings.length === 0) return 'no findings';
  const shown = new Set<string>();
  // The same changes may mend many findings, and are shown with the first.
  const patch = ({ edits }: Finding): string[] => {
    const text = edits && patchOf?.(edits);
    if (!text || shown.has(text)) return [];
    shown.add(text);
    return text.split('\n').map((line) => `    ${line}`);
  };
  return grouped(findings, ({ rule, severity, message }) => `${rule}\n${severity}\n${message}`)
    .map((group) => {
      const [first] = group;
      const severity = first.severity === 'error' ? colors.red('error') : colors.yellow('warning');
      const place = placeText(first.location);
      const lines = [
        `${severity} ${first.rule} ${andMore(first.subject, group.length)}: ${first.message}`,
        ...(place ? [`    at:  ${place}`] : []),
        `    fix: ${first.fix}`,
        ...patch(first),
      ];
      return lines.join('\n');
    })
    .join('\n');
}

/** One line: how many findings of each rule. */
export function findingsSummary(findings: readonly Finding[]): string {
  if (findings.length === 0) return `${colors.green('no findings')}: every rule holds`;
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const rules = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, count]) => `${rule} x ${count}`);
  return `${colors.yellow(`${findings.length} warnings`)}: ${rules.join(', ')} (npx holdfast check)`;
}

/** What was passed over, a line for each reason. */
export const skippedText = (skipped: readonly Skipped[]): readonly string[] =>
  grouped(skipped, ({ reason }) => reason).map((group) => {
    const [{ file, line, reason }] = group;
    return `skipped ${andMore(line === undefined ? file : `${file}:${line}`, group.length)}: ${reason}`;
  });

/** `cart.yaml:4:9 spec.replicas` */
function placeText({ file, line, column, path }: Location): string {
  const position = [file, line, column].filter((part) => part !== undefined).join(':');
  return [position, path].filter((part) => part).join(' ');
}

const andMore = (first: string, count: number) => (count === 1 ? first : `${first} and ${count - 1} more`);

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): [Item, ...Item[]][] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
