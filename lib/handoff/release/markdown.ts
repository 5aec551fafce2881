import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sealed } from '../protocol';

/** Writes a handoff for people: whole or not at all, and the same file when it is written again. */
export function writeMarkdown(message: Sealed, folder: string): string {
  const { from_agent: from, to_agent: to, handoff_id: id } = message.metadata;
  const file = path.join(folder, `${from}-to-${to}-${id}.md`);
  mkdirSync(folder, { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, markdownOf(message));
  renameSync(temporary, file);
  return file;
}

/** A handoff as Markdown. What others wrote is text in it, and no markup. */
export function markdownOf({ metadata, content, status, error_msg: error }: Sealed): string {
  const facts = Object.entries(content.technical_details).map(
    ([name, value]) => `| ${cell(name)} | ${cell(typeof value === 'string' ? value : JSON.stringify(value))} |`,
  );
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map((line) => `- ${plain(line)}`)];
  return [
    `# ${metadata.from_agent} to ${metadata.to_agent}: ${status}`,
    '',
    plain(content.summary),
    '',
    '| | |',
    '| --- | --- |',
    `| handoff | ${cell(metadata.handoff_id)} |`,
    `| project | ${cell(metadata.project_name)} |`,
    `| time | ${cell(metadata.timestamp)} |`,
    `| priority | ${cell(metadata.priority)} |`,
    ...(error === undefined ? [] : [`| error | ${cell(error)} |`]),
    ...(facts.length === 0 ? [] : ['', '## Details', '', '| | |', '| --- | --- |', ...facts]),
    ...list('Requirements', content.requirements),
    ...list('Next steps', content.next_steps),
    '',
  ].join('\n');
}

const plain = (text: string) => text.replace(/[\r\n]+/g, ' ').replace(/[<>`*_[\]]/g, '\\$&');
const cell = (text: string) => plain(text).replaceAll('|', '\\|');
