import type { RunbookStep } from '../../model';

/** Pieces of a text for a person at night: paragraphs, lists and commands. */
export type Part = string | RunbookStep;

export const step = (what: string, run?: string): RunbookStep => ({ what, ...(run === undefined ? {} : { run }) });

/** A runbook as a file: a title, who wrote it, and its parts. */
export const runbook = (platform: string, title: string, parts: readonly Part[]) =>
  `${[`# ${title}`, `Written by holdfast from the platform file of ${platform}; a change by hand is lost.`, ...parts.map(partText)].join('\n\n')}\n`;

/** What is done, with its command: sh and bash take it as it stands. */
const partText = (part: Part): string => {
  if (typeof part === 'string') return part;
  const { what, run } = part;
  return run === undefined ? what : `${what}\n\n\`\`\`sh\n${run}\n\`\`\``;
};

export const bullets = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
