import { type Alert, CLUSTER_SECTION, type Platform, type RunbookStep } from '../../model';
import { clustersTable } from './clusters';
import { whomToCall } from './people';

/** The runbook of an alert: what it means, the clusters it can come from, and a section for each service. */
export function runbookText(platform: Platform, name: string, alerts: readonly Alert[]): string {
  const sections = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const subject = alert.service ?? CLUSTER_SECTION;
    sections.set(subject, [...(sections.get(subject) ?? []), alert]);
  }
  const subjects = [...sections.keys()].sort();
  const means = distinct(alerts.map(({ runbook }) => runbook.means));
  const learn = distinct(alerts.flatMap(({ runbook }) => runbook.learn));
  return `${[
    `# ${name}`,
    `Severity: ${distinct(alerts.map(({ severity }) => severity)).join(', ')}. Written by holdfast from the platform file of ${platform.name}; a change by hand is lost.`,
    '## What it means',
    ...means,
    '## Before the commands',
    'The alert names an environment and a region. Set the two that the commands below use, and sign in:',
    clustersTable(platform, alerts),
    fence(
      'export ENVIRONMENT=<environment> CONTEXT=<context>\naws eks update-kubeconfig --region <region> --name "$CONTEXT" --alias "$CONTEXT"',
    ),
    ...subjects.flatMap((subject) => section(platform, subject, sections.get(subject) ?? [])),
    '## What to write in the post-mortem',
    bullets([
      'When it began, when it was noticed, when it ended, and who was affected.',
      'What ended it, and what would have ended it sooner.',
      ...learn,
    ]),
  ].join('\n\n')}\n`;
}

function section(platform: Platform, subject: string, alerts: readonly Alert[]): string[] {
  return [
    `## ${subject}`,
    whomToCall(platform, alerts),
    '### Confirm',
    ...steps(alerts.flatMap(({ runbook }) => runbook.confirm)),
    '### Mitigate',
    ...steps(alerts.flatMap(({ runbook }) => runbook.mitigate)),
  ];
}

/** The same step of several clusters or windows is one. */
const steps = (all: readonly RunbookStep[]): string[] =>
  distinct(all.map(({ what, run }) => (run === undefined ? what : `${what}\n\n${fence(run)}`)));

const fence = (command: string) => `\`\`\`sh\n${command}\n\`\`\``;
const bullets = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');
const distinct = (texts: readonly string[]) => [...new Set(texts)];
