import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { DRILL, EXPERIMENT } from '../../../lib/delivery/pipelines/scripts/game-day';
import { experimentsOf, pipelineIdentities } from '../../../lib/model';
import { fixturePlatform, referencePlatform } from '../../support/platforms';
import { filesOf, gameDayPlatform } from './support';

interface Workflow {
  readonly on: {
    readonly schedule: readonly { readonly cron: string }[];
    readonly workflow_dispatch: {
      readonly inputs?: { readonly experiment: { readonly options: readonly string[]; readonly default: string } };
    };
  };
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly if?: string;
        readonly needs?: readonly string[];
        readonly environment?: string;
        readonly 'timeout-minutes': number;
        readonly concurrency?: { readonly group: string };
      }
    >
  >;
}

const file = (platform: Parameters<typeof filesOf>[0], system: 'github' | 'gitlab' | 'jenkins', name: string) =>
  new Map(filesOf(platform, system)).get(name);
const workflowOf = (platform: Parameters<typeof filesOf>[0]) =>
  load(file(platform, 'github', 'github/.github/workflows/game-day.yml') ?? '') as Workflow | undefined;

describe('the game day of a pipeline', () => {
  test('rehearses every week what was synthesized, and offers no experiment where none is allowed', () => {
    const workflow = workflowOf(referencePlatform());
    expect(workflow?.on.schedule[0]?.cron).toMatch(/^\d+ \d+ \* \* \d$/);
    expect(Object.keys(workflow?.jobs ?? {})).toEqual(['drill']);
    expect(workflow?.on.workflow_dispatch).toEqual({});
  });

  test('is not there where nothing can be rehearsed', () => {
    const platform = fixturePlatform('small.yaml');
    expect(workflowOf(platform)).toBeUndefined();
    expect(file(platform, 'gitlab', 'gitlab/.gitlab/ci/game-day.yml')).toBeUndefined();
  });

  test('starts an experiment only when a person chose it, after the drills, in an environment with reviewers, one at a time', () => {
    const workflow = workflowOf(gameDayPlatform());
    const names = experimentsOf(gameDayPlatform()).map(({ name }) => name);
    const chosen = workflow?.on.workflow_dispatch.inputs?.experiment;
    expect(chosen).toMatchObject({ default: 'none', options: ['none', ...names] });
    const jobs = Object.values(workflow?.jobs ?? {}).filter(({ environment }) => environment !== undefined);
    expect(jobs.map((job) => job.if)).toEqual(names.map((name) => `inputs.experiment == '${name}'`));
    for (const job of jobs)
      expect(job).toMatchObject({ needs: ['drill'], environment: 'production_experiment', concurrency: { group: 'game-day-production' } });
    // The credentials of a role last for an hour.
    for (const job of jobs) expect(job['timeout-minutes']).toBeLessThan(60);
  });

  test('is started by hand in GitLab, and stops no pipeline where nobody does', () => {
    const jobs = load(file(gameDayPlatform(), 'gitlab', 'gitlab/.gitlab/ci/game-day.yml') ?? '') as Record<
      string,
      { rules: { if: string; when?: string; allow_failure?: boolean }[] }
    >;
    const experiments = Object.entries(jobs).filter(([id]) => id.startsWith('experiment-'));
    expect(experiments.length).toBe(experimentsOf(gameDayPlatform()).length);
    for (const [, { rules }] of experiments) expect(rules).toEqual([expect.objectContaining({ when: 'manual', allow_failure: true })]);
    expect(jobs.drill?.rules).toEqual([{ if: '$CI_PIPELINE_SOURCE == "schedule" && $SCHEDULED_TASK == "game-day"' }]);
  });

  test('is chosen as a parameter in Jenkins, and delivers nothing then', () => {
    const text = file(gameDayPlatform(), 'jenkins', 'jenkins/Jenkinsfile') ?? '';
    expect(text).toContain("choice(name: 'EXPERIMENT', choices: ['none', 'online-boutique-production-us-east-1-region-dark'");
    const deploy = text.slice(text.indexOf("stage('Deploy')"));
    expect(deploy.slice(0, deploy.indexOf('stages'))).toContain("not { expression { (params.EXPERIMENT ?: 'none') != 'none' } }");
    expect(file(referencePlatform(), 'jenkins', 'jenkins/Jenkinsfile')).not.toContain('EXPERIMENT');
  });

  test('has a role of its own, which starts and stops experiments of its environment and nothing else', () => {
    const own = pipelineIdentities(gameDayPlatform(), '222222222222').find(({ purpose }) => purpose === 'experiment');
    expect(own?.trusted.subject).toBe('repo:example/online-boutique-platform:environment:production_experiment');
    const actions = own?.permissions.flatMap((permission) => permission.actions) ?? [];
    expect(actions.filter((action) => action.includes('*') || /Create|Delete|Update/.test(action))).toEqual([
      'iam:CreateServiceLinkedRole',
    ]);
    for (const account of ['111111111111', '222222222222'])
      expect(pipelineIdentities(referencePlatform(), account).map(({ purpose }) => purpose)).not.toContain('experiment');
  });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-game-day-'));
  mkdirSync(path.join(folder, 'bin'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stub = (name: string, body: string) => {
  writeFileSync(path.join(folder, 'bin', name), `#!/usr/bin/env bash\n${body}\n`);
  chmodSync(path.join(folder, 'bin', name), 0o755);
};
const bash = (script: string, env: Readonly<Record<string, string>> = {}) =>
  spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`, FOLDER: folder, ...env },
  });
const read = (name: string) => (existsSync(path.join(folder, name)) ? readFileSync(path.join(folder, name), 'utf8') : '');

describe('the drills', () => {
  const DRILLS = '{"environments":[{"environment":"production","rehearsals":[{"fault":"region-dark"},{"fault":"flapping"}]}]}';

  test('keep every result and a timeline of each fault, and fail when a promise did not hold', () => {
    stub('npx', `case "$*" in *--svg*) echo "$*" >> "$FOLDER/drawn"; exit 0 ;; *) echo '${DRILLS}'; exit 1 ;; esac`);
    expect(bash(DRILL).status).toBe(1);
    expect(JSON.parse(read('drill.json'))).toEqual(JSON.parse(DRILLS));
    expect(read('drawn')).toContain('--environment production --fault region-dark --seeds 1 --svg timelines/production-region-dark.svg');
    expect(read('drawn')).toContain('timelines/production-flapping.svg');
  });

  test('pass when every promise held', () => {
    stub('npx', `case "$*" in *--svg*) exit 0 ;; *) echo '${DRILLS}' ;; esac`);
    expect(bash(DRILL).status).toBe(0);
  });
});

describe('an experiment', () => {
  const ENV = {
    AWS_REGION: 'us-east-1',
    EXPERIMENT: 'shop-production-us-east-1-region-dark',
    RUN: '7-1',
    ALARM: 'unwatched',
    NAMESPACE: 'Holdfast/shop',
    METRIC: 'GameDayWatched',
    DIMENSIONS: 'Environment=production',
    ANSWERING: 'https://shop.example.com/healthz',
    REACHABLE: 'https://api.example.com/',
    MINUTES: '15',
    WITHIN_SECONDS: '120',
  };

  /** Time goes by in sleeps only; what is asked is written down. */
  const run = ({ template = 'EXT1', alarm = 'OK', status = 'running', down = [] as readonly [from: number, to: number][] }) => {
    writeFileSync(path.join(folder, 'now'), '1000');
    stub('sleep', 'echo "$(( $(cat "$FOLDER/now") + $1 ))" > "$FOLDER/now"');
    stub('date', 'cat "$FOLDER/now"');
    stub(
      'aws',
      `echo "$*" >> "$FOLDER/calls"
case "$*" in
  *list-experiment-templates*) echo '${template}' ;;
  *describe-alarms*) echo '${alarm}' ;;
  *start-experiment*) echo EXP1; cat "$FOLDER/now" > "$FOLDER/started" ;;
  *get-experiment*) echo '${status}' ;;
esac`,
    );
    const periods = down.map(([from, to]) => `if [ "$at" -ge ${from} ] && [ "$at" -lt ${to} ]; then exit 22; fi`).join('\n');
    stub('curl', `[ -f "$FOLDER/started" ] || exit 0\nat="$(( $(cat "$FOLDER/now") - $(cat "$FOLDER/started") ))"\n${periods}\nexit 0`);
    const { status: code, stderr } = bash(EXPERIMENT, ENV);
    const report = read('game-day.json');
    return { code, stderr, calls: read('calls').trim().split('\n'), report: report === '' ? undefined : (JSON.parse(report) as object) };
  };

  test('passes when users were served again within what is promised, and says all the time that somebody watches', () => {
    const { code, calls, report } = run({ down: [[30, 130]] });
    expect(report).toMatchObject({ verdict: 'passed', id: 'EXP1', promisedSeconds: 120, longestOutageSeconds: 90 });
    expect(code).toBe(0);
    expect(calls.filter((call) => call.includes('put-metric-data') && call.endsWith('--value 1')).length).toBeGreaterThan(80);
  });

  test('is stopped when users are without for too long', () => {
    const { code, calls, report } = run({ down: [[30, 900]] });
    expect(code).toBe(1);
    expect(report).toMatchObject({ verdict: 'too long without service', longestOutageSeconds: 130 });
    expect(calls.slice(-2)).toEqual([expect.stringContaining('--value 0'), 'fis stop-experiment --id EXP1']);
  });

  test('fails when AWS stopped it, and when users are not served at the end', () => {
    expect(run({ status: 'stopped' }).report).toMatchObject({ verdict: 'the experiment stopped by itself' });
    expect(run({ down: [[880, 2000]] }).report).toMatchObject({ verdict: 'not served at the end' });
  });

  test.each([
    ['its template was not deployed', { template: '' }, 'its stack was not deployed'],
    ['the alarm does not hear who watches', { alarm: 'ALARM' }, 'nobody would be seen to watch'],
  ])('never starts when %s', (_, given, message) => {
    const { code, stderr, calls } = run(given);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(calls.filter((call) => call.includes('fis start-experiment'))).toEqual([]);
  });

  test('never starts when users are not served before', () => {
    writeFileSync(path.join(folder, 'started'), '1000');
    const { code, stderr, calls } = run({ down: [[0, 5000]] });
    expect(code).toBe(1);
    expect(stderr).toContain('not served even now');
    expect(calls.filter((call) => call.includes('start-experiment'))).toEqual([]);
  });

  test('is stopped when the job is cut off', async () => {
    stub('sleep', 'exec /bin/sleep 0.1');
    stub('curl', 'exit 0');
    stub(
      'aws',
      `echo "$*" >> "$FOLDER/calls"
case "$*" in *list-experiment-templates*) echo EXT1 ;; *describe-alarms*) echo OK ;; *start-experiment*) echo EXP1 ;; *get-experiment*) echo running ;; esac`,
    );
    const job = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', EXPERIMENT], {
      cwd: folder,
      env: { PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`, FOLDER: folder, ...ENV },
    });
    const ended = new Promise((resolve) => job.on('exit', resolve));
    for (let i = 0; i < 200 && !read('calls').includes('get-experiment'); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    job.kill('SIGTERM');
    await ended;
    expect(read('calls').trim().split('\n').at(-1)).toBe('fis stop-experiment --id EXP1');
  });

  test('shellcheck has nothing to say of the scripts', () => {
    for (const script of [DRILL, EXPERIMENT]) {
      const { stdout } = spawnSync('shellcheck', ['--shell=bash', '-'], { input: `set -euo pipefail\n${script}\n`, encoding: 'utf8' });
      expect(stdout).toBe('');
    }
  });
});
