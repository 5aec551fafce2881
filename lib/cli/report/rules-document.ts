import type { Rule } from '../../policy';

const INTRODUCTION = `# The rules that Holdfast enforces

<!-- Made by \`npm run docs\` from lib/policy/rules; a test fails when it is stale. -->

Every rule runs inside every synth, in \`npx holdfast check\`, and in \`npx holdfast check --manifests FOLDER\` over
manifests that anybody may have written (the rules over Kubernetes objects). An error stops synth and makes \`check\` end with exit
code 1; a warning is printed. What cannot be read as a Kubernetes object at all is an error of K30.

## Exceptions

A rule that is knowingly broken for a while is waived in \`platform.yaml\`, with a reason and a last day. An expired waiver is
an error; one that covers nothing is a warning.

\`\`\`yaml
waivers:
  - rule: K21
    subject: production/us-east-1/cart
    reason: The session store moves to Redis in March.
    expires: 2027-03-31
\`\`\`

The subject is a service (\`cart\`), an environment (\`production\`), a cluster (\`production/us-east-1\`), a service there
(\`production/us-east-1/cart\`), or one object (\`[namespace/]Kind/name\`, such as \`shop/Deployment/cart\`).

A severity that is wrong for a platform is set for the whole of it, by rule: \`error\`, \`warning\` or \`off\`.

\`\`\`yaml
severities:
  K15: error
  K32: off
\`\`\`

With \`--manifests\`, both apply only where \`--platform FILE\` or the environment variable PLATFORM_FILE names the platform file:
somebody else's manifests are not judged by our exceptions by accident. What is waived or off is counted in the summary, listed under
\`waived\` by \`--json\`, and suppressed in \`--sarif\`.
`;

/** The rules as a page of documentation: a table to find one, then a section for each. */
export function rulesDocument(rules: readonly Rule[]): string {
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = sorted.map(({ id, severity, subject, why }) => [`[${id}](#${id.toLowerCase()})`, severity, subject, why]);
  return [
    INTRODUCTION,
    '## All rules\n',
    `${markdownTable(['id', 'severity', 'looks at', 'why'], rows)}\n`,
    sorted.map(section).join('\n'),
  ].join('\n');
}

const section = ({ id, severity, subject, why, mend }: Rule) => `### ${id}

${why}

- severity: ${severity}
- looks at: ${subject}
- mend: ${mend}
`;

/** A table whose columns are as wide as their widest cell, as the formatter leaves it. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // A bar would end the cell.
  const cells = [head, ...rows].map((row) => row.map((text) => text.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[], fill = ' ') =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [
    line(first),
    line(
      head.map(() => '-'),
      '-',
    ),
    ...others.map((row) => line(row)),
  ].join('\n');
}
