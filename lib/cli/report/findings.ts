import colors from 'picocolors';
import type { Finding } from '../../policy';

/** Findings as text, one a line with its mend below; the same finding in several places is told once. */
export function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'no findings';
  return grouped(findings)
    .map(({ finding, subjects }) => {
      const severity = finding.severity === 'error' ? colors.red('error') : colors.yellow('warning');
      const places = subjects.length === 1 ? subjects[0] : `${subjects[0]} and ${subjects.length - 1} more`;
      return `${severity} ${finding.rule} ${places}: ${finding.message}\n    fix: ${finding.fix}`;
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

function grouped(findings: readonly Finding[]): { finding: Finding; subjects: string[] }[] {
  const groups = new Map<string, { finding: Finding; subjects: string[] }>();
  for (const finding of findings) {
    const key = `${finding.rule}\n${finding.message}`;
    const group = groups.get(key) ?? { finding, subjects: [] };
    group.subjects.push(finding.subject);
    groups.set(key, group);
  }
  return [...groups.values()];
}
