import { load } from 'js-yaml';
import { ACTIONS, type Action } from '../../../lib/delivery/pipelines/pins';
import { boughtPlatform, buildingPlatform, filesOf, PLATFORMS } from './support';

interface Job {
  readonly uses?: string;
  readonly if?: string;
  readonly needs?: readonly string[];
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly steps?: readonly { readonly uses?: string; readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
  readonly 'timeout-minutes'?: number;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflowsOf = (platform: Parameters<typeof filesOf>[0]) =>
  filesOf(platform, 'github').map(([path, text]) => ({ path, text, workflow: load(text) as Workflow }));
const jobsOf = (platform: Parameters<typeof filesOf>[0]) =>
  workflowsOf(platform).flatMap(({ path, workflow }) => Object.entries(workflow.jobs).map(([id, job]) => ({ path, id, job })));
const takesOnRole = ({ steps = [] }: Job) => steps.some(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'));
const signs = ({ steps = [] }: Job) => steps.some(({ run }) => run?.includes('cosign sign'));

describe.each(PLATFORMS)('the workflows of %s', (_, make) => {
  const platform = make();
  const workflows = workflowsOf(platform);
  const jobs = jobsOf(platform);

  test('pin every action by a full commit, followed by its version', () => {
    const uses = workflows.flatMap(({ text }) => text.split('\n').filter((line) => /^\s*(- )?uses: (?!\.\/)/.test(line)));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) {
      const [, action, commit, version] = /uses: ([^@]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$/.exec(line) ?? [];
      expect({ line, pin: { commit, version } }).toEqual({ line, pin: ACTIONS[action as Action] });
    }
  });

  test('never run with the rights of the target for the code of a fork', () => {
    for (const { workflow } of workflows) {
      expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
      expect(Object.keys(workflow.on)).not.toContain('workflow_run');
    }
  });

  test('permit nothing by default, and stop bash at the first mistake', () => {
    for (const { workflow } of workflows) {
      expect(workflow.permissions).toEqual({});
      expect(workflow.defaults.run.shell).toBe('bash -euo pipefail {0}');
    }
  });

  test('ask for an id token exactly where a role is taken on', () => {
    for (const { id, job } of jobs.filter(({ job: { uses } }) => !uses)) {
      expect({ id, token: job.permissions['id-token'] === 'write' }).toEqual({ id, token: takesOnRole(job) || signs(job) });
    }
  });

  test('bind every role to a protected environment', () => {
    for (const { id, job } of jobs.filter(({ job: each }) => takesOnRole(each)))
      expect({ id, environment: job.environment }).toEqual({ id, environment: expect.stringMatching(/./) });
  });

  test('write only where something is reported: to pull requests, code scanning and issues', () => {
    const writes = jobs.flatMap(({ path, id, job }) =>
      Object.entries(job.permissions).flatMap(([scope, level]) =>
        level === 'write' && scope !== 'id-token' ? [`${path.split('/').pop()} ${id.split('-')[0]} ${scope}`] : [],
      ),
    );
    expect([...new Set(writes)].sort()).toEqual([
      'drift.yml drift issues',
      'pull-request.yml report pull-requests',
      'pull-request.yml report security-events',
    ]);
  });

  test('give a fork no credential: what may write or take on a role asks where the change comes from', () => {
    for (const { job } of jobs.filter(({ path }) => path.endsWith('pull-request.yml'))) {
      const trusted = job.if?.includes('github.event.pull_request.head.repo.full_name == github.repository') ?? false;
      expect(trusted).toBe(Object.values(job.permissions).includes('write'));
    }
  });

  test('put no expression into a script, where its text would be run', () => {
    for (const { job } of jobs) for (const { run } of job.steps ?? []) expect(run ?? '').not.toContain('${{');
  });

  test('end every job in time', () => {
    for (const { job } of jobs.filter(({ job: { uses } }) => !uses)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('never cut off a deployment or a change of infrastructure; each environment has one group of its own', () => {
    const locks = jobs.flatMap(({ path, job }) => (job.concurrency ? [{ path, ...job.concurrency }] : []));
    expect(locks.map((lock) => lock['cancel-in-progress'])).not.toContain(true);
    const deploys = jobs.filter(({ job }) => job.uses?.startsWith('./.github/workflows/deploy-'));
    expect(deploys.map(({ job }) => job.concurrency?.group)).toEqual([...new Set(deploys.map(({ id }) => id))]);
    expect(deploys.map(({ id }) => id).sort()).toEqual(
      Object.keys(platform.spec.environments)
        .map((name) => `deploy-${name}`)
        .sort(),
    );
    const cancelling = workflows.filter(({ text }) => text.includes('cancel-in-progress: true')).map(({ path }) => path);
    expect(cancelling).toEqual(['github/.github/workflows/pull-request.yml']);
  });

  test('call only workflows that exist', () => {
    const paths = workflows.map(({ path }) => path.replace('github/', './'));
    for (const { job } of jobs) if (job.uses) expect(paths).toContain(job.uses);
  });
});

test('staging comes before production, and in production the recovery region before the primary', () => {
  const workflows = workflowsOf(boughtPlatform());
  const jobs = (name: string) => workflows.find(({ path }) => path.endsWith(`/${name}.yml`))?.workflow.jobs ?? {};
  expect(jobs('delivery')['deploy-production']?.needs).toEqual(['deploy-staging']);
  expect(jobs('deploy-production')['deploy-production-us-east-1']?.needs).toEqual(['deploy-production-us-west-2']);
});

test('every stack is planned; state and identity, on which the pipeline itself stands, are applied by people', () => {
  const infrastructure = workflowsOf(boughtPlatform()).find(({ path }) => path.endsWith('/infrastructure.yml'))?.workflow.jobs ?? {};
  const stacks = (step: string) => Object.keys(infrastructure).flatMap((id) => (id.startsWith(step) ? [id.slice(step.length)] : []));
  const byPeople = stacks('preview-').filter((stack) => !stacks('apply-').includes(stack));
  expect(byPeople).not.toEqual([]);
  for (const stack of byPeople) expect(stack).toMatch(/^account-.*-(state|identity)$/);
  expect(stacks('apply-').filter((stack) => /-(state|identity)$/.test(stack))).toEqual([]);
  // No job waits for one that is not there.
  for (const { needs = [] } of Object.values(infrastructure))
    expect(Object.keys(infrastructure)).toEqual(expect.arrayContaining([...needs]));
});

test('a platform without builds has no build workflow and hands no digests over', () => {
  const files = filesOf(boughtPlatform(), 'github');
  expect(files.map(([path]) => path)).not.toContain('github/.github/workflows/build.yml');
  expect(files.map(([, text]) => text).join('\n')).not.toMatch(/digests|strategy:/);
});

test('only services with a build are built', () => {
  const build = new Map(filesOf(buildingPlatform(), 'github')).get('github/.github/workflows/build.yml') ?? '';
  expect(build).toContain('[{"service":"api-v2","context":"services/api-v2"},{"service":"web","context":"."}]');
  expect(build).not.toContain('bought');
});
