import { DEFAULT_BRANCH, NO_EXPERIMENT, SCHEDULES } from '../limits';
import type { Deployment, Pipelines, Stage } from '../model';
import { concurrencyOf, githubJobs } from './jobs';
import { workflowYaml } from './yaml';

const BASH = { run: { shell: 'bash -euo pipefail {0}' } };

/** What a change of infrastructure touches. */
const INFRASTRUCTURE_PATHS = ['platform.yaml', 'lib/**', 'stacks/**', 'package-lock.json'];

/** Workflows of GitHub Actions by path. */
export function githubFiles(pipelines: Pipelines): ReadonlyMap<string, string> {
  const files: [string, object][] = [
    ['pull-request', pullRequest(pipelines)],
    ...(pipelines.build.length > 0 ? ([['build', build(pipelines)]] as [string, object][]) : []),
    ...pipelines.deployments.map((deployment): [string, object] => [`deploy-${deployment.environment}`, deploy(deployment, pipelines)]),
    ['delivery', delivery(pipelines)],
    ['infrastructure', infrastructure(pipelines)],
    ['drift', scheduled('Drift', SCHEDULES.drift, pipelines.drift, pipelines)],
    ['restore', scheduled('Restore tests', SCHEDULES.restore, pipelines.restore, pipelines)],
    ...(pipelines.gameDay.length > 0 ? ([['game-day', gameDay(pipelines)]] as [string, object][]) : []),
  ];
  return new Map(files.map(([name, workflow]) => [`github/.github/workflows/${name}.yml`, workflowYaml(workflow)]));
}

/** Nothing is permitted that a job does not ask for. */
const workflow = (name: string, on: object, jobs: object, more: object = {}) => ({
  name,
  on,
  permissions: {},
  ...more,
  defaults: BASH,
  jobs,
});

const pullRequest = (pipelines: Pipelines) =>
  workflow('Pull request', { pull_request: { branches: [DEFAULT_BRANCH] } }, githubJobs(pipelines.pullRequest, pipelines), {
    // Only what reads may be cut off: a newer commit makes the answer stale.
    concurrency: { group: `pull-request-\${{ github.event.pull_request.number }}`, 'cancel-in-progress': true },
  });

const build = (pipelines: Pipelines) =>
  workflow(
    'Build',
    {
      workflow_call: {
        inputs: { 'build-all': { description: 'Build every service, changed or not.', type: 'boolean', default: false } },
        outputs: { digests: { description: 'Digest by service, as JSON.', value: `\${{ jobs.digests.outputs.digests }}` } },
      },
    },
    githubJobs(pipelines.build, pipelines),
  );

const deploy = ({ environment, stages }: Deployment, pipelines: Pipelines) =>
  workflow(
    `Deploy ${environment}`,
    {
      workflow_call: {
        ...(pipelines.build.length > 0
          ? { inputs: { digests: { description: 'Digest by service, as JSON.', type: 'string', required: true } } }
          : {}),
        secrets: { ENVIRONMENTS_APP_KEY: { required: true } },
      },
    },
    // The caller holds the lock for all regions together: a second run must not come between them.
    githubJobs(stages, pipelines, false),
  );

/** From a commit to every environment. */
function delivery(pipelines: Pipelines) {
  const builds = pipelines.build.length > 0;
  const jobs: [string, object][] = builds ? [['build', callBuild(pipelines.build)]] : [];
  let previous = builds ? ['build'] : [];
  for (const { environment, lock, stages } of pipelines.deployments) {
    const id = `deploy-${environment}`;
    const needs = [...new Set([...(builds ? ['build'] : []), ...previous])];
    jobs.push([
      id,
      {
        name: `Deploy ${environment}`,
        ...(needs.length > 0 ? { needs } : {}),
        uses: `./.github/workflows/${id}.yml`,
        permissions: permissionsOf(stages),
        concurrency: concurrencyOf(lock.group),
        ...(builds ? { with: { digests: `\${{ needs.build.outputs.digests }}` } } : {}),
        secrets: { ENVIRONMENTS_APP_KEY: `\${{ secrets.ENVIRONMENTS_APP_KEY }}` },
      },
    ]);
    previous = [id];
  }
  const inputs = { 'build-all': { description: 'Build every service, changed or not.', type: 'boolean', default: false } };
  return workflow(
    'Delivery',
    { push: { branches: [DEFAULT_BRANCH] }, workflow_dispatch: builds ? { inputs } : {} },
    Object.fromEntries(jobs),
  );
}

const callBuild = (stages: readonly Stage[]) => ({
  name: 'Build',
  uses: './.github/workflows/build.yml',
  permissions: permissionsOf(stages),
  with: { 'build-all': `\${{ inputs.build-all == true }}` },
});

/** A called workflow gets no more than its caller has, so the caller names what its jobs ask for. */
const permissionsOf = (stages: readonly Stage[]): Record<string, string> => ({
  contents: 'read',
  ...Object.fromEntries(stages.flatMap(({ permissions }) => permissions.map((permission) => permission.split(': ')))),
});

const infrastructure = (pipelines: Pipelines) =>
  workflow(
    'Infrastructure',
    { push: { branches: [DEFAULT_BRANCH], paths: INFRASTRUCTURE_PATHS }, workflow_dispatch: {} },
    githubJobs(pipelines.infrastructure, pipelines),
  );

/** Rehearsed by the clock; an experiment for real is chosen by a person, and approved in its environment. */
function gameDay(pipelines: Pipelines) {
  const options = pipelines.gameDay.flatMap(({ asked }) => asked ?? []);
  const experiment = {
    description: 'An experiment to start for real, once the drills have passed.',
    type: 'choice',
    default: NO_EXPERIMENT,
    options: [NO_EXPERIMENT, ...options],
  };
  return workflow(
    'Game day',
    { schedule: [{ cron: SCHEDULES.gameDay }], workflow_dispatch: options.length > 0 ? { inputs: { experiment } } : {} },
    githubJobs(pipelines.gameDay, pipelines),
  );
}

const scheduled = (name: string, cron: string, stages: readonly Stage[], pipelines: Pipelines) =>
  workflow(name, { schedule: [{ cron }], workflow_dispatch: {} }, githubJobs(stages, pipelines));
