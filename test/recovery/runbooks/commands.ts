import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Block } from './support';

/** A call of AWS as its arguments arrive, after the shell has read them. */
export interface AwsCall {
  readonly file: string;
  readonly heading: string;
  readonly args: readonly string[];
}

/** Programs that commands call, and what each prints here. */
const STANDINS: Readonly<Record<string, string>> = {
  // A few words of text: what a variable is read from, or several. Signs of life are refused, as once the lock has changed hands.
  aws: `#!/bin/bash
printf '%s\\0' "$@" '--end--' >> "$CALLS"
case "$*" in *get-object*) echo '{}' > "\${@: -1}" ;; *'SET renewal'*) exit 1 ;; *epoch.N*) echo 7 ;; *restore-metadata*) echo '{"Engine":"docdb"}' ;; *released*) echo "$ANSWER" ;; *DBInstanceStatus*) echo available ;; *describe-restore-job*) echo COMPLETED ;; *'--output json'*) echo "$SERVER_JSON" ;; *SecretString*) echo '{"host":"db.example.com"}' ;;
*) echo one two three four five ;; esac`,
  // A wait that is not answered at once would never be: three are enough.
  sleep: `#!/bin/bash
echo >> "$CALLS.sleeps"
[ "$(wc -l < "$CALLS.sleeps")" -le 3 ]`,
  kubectl: `#!/bin/bash
case "$*" in *' logs '*) echo 'held back' ;; *) echo '{}' ;; esac`,
  ...Object.fromEntries(
    ['velero', 'dig', 'curl', 'npx', 'terraform', 'psql', 'pg_dump', 'pg_restore', 'mongodump', 'mongorestore', 'redis-cli'].map((name) => [
      name,
      '#!/bin/bash\necho "{}"',
    ]),
  ),
};

const SERVER = {
  DBInstanceClass: 'db.m7g.large',
  DBSubnetGroup: { DBSubnetGroupName: 'subnets' },
  DBParameterGroups: [{ DBParameterGroupName: 'parameters' }],
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }],
};

/**
 * Runs every block of a runbook after the one before, as a person types them, where only stand-ins answer; and what AWS was called with.
 *
 * @throws Error where a block fails
 */
export function callsOf(blocks: readonly Block[], answers: readonly string[]): readonly AwsCall[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'runbooks-'));
  try {
    for (const [name, script] of Object.entries(STANDINS)) {
      writeFileSync(path.join(folder, name), `${script}\n`);
      chmodSync(path.join(folder, name), 0o755);
    }
    return blocks.flatMap(({ file, heading, script }, i) => {
      // Variables of the blocks before in the same file.
      const before = blocks.filter((block, at) => at < i && block.file === file).flatMap((block) => variablesOf(block.script));
      const calls = path.join(folder, `calls-${i}`);
      writeFileSync(calls, '');
      const [, answer = ''] = /\.released[\s\S]*?\)" = ([a-z0-9-]+) \]/.exec(script) ?? [];
      const env = {
        ...process.env,
        PATH: `${folder}:/usr/bin:/bin`,
        CALLS: calls,
        ANSWER: answers.includes(answer) ? answer : '',
        SERVER_JSON: JSON.stringify(SERVER),
      };
      const { status, stderr } = spawnSync('bash', ['-eu'], {
        input: `${[...new Set(before)].map((name) => `${name}=${standInFor(name)}\n`).join('')}${script}`,
        env,
        cwd: folder,
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`${file}, ${heading}: ${stderr}\n${script}`);
      const words = readFileSync(calls, 'utf8').split('\0').slice(0, -1);
      return split(words).map((args) => ({ file, heading, args }));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const variablesOf = (script: string) => [
  ...[...script.matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name),
  ...[...script.matchAll(/^read -r ([A-Z_ ]+) <</gm)].flatMap(([, names = '']) => names.split(' ')),
];

const standInFor = (name: string) =>
  name === 'SERVER' ? `'${JSON.stringify(SERVER)}'` : name === 'MOMENT' ? '2026-01-31T12:34:56Z' : 'value';

function split(words: readonly string[]): string[][] {
  const calls: string[][] = [];
  let rest = words;
  for (let end = rest.indexOf('--end--'); end >= 0; end = rest.indexOf('--end--')) {
    calls.push(rest.slice(0, end));
    rest = rest.slice(end + 1);
  }
  return calls;
}
