import { RUNNERS } from '../limits';
import type { Pipelines, Stage } from '../model';
import { githubSteps } from './steps';

/** A fork's change never meets a credential, not even a token that may comment. */
const TRUSTED = 'github.event.pull_request.head.repo.full_name == github.repository';

/** Jobs of one workflow by id; needs that another workflow meets are left to whoever calls it. */
export const githubJobs = (stages: readonly Stage[], pipelines: Pipelines, locked = true): Record<string, object> =>
  Object.fromEntries(stages.map((stage) => [stage.id, job(stage, stages, pipelines, locked)]));

function job(stage: Stage, siblings: readonly Stage[], pipelines: Pipelines, locked: boolean): object {
  const needs = stage.needs.filter((id) => siblings.some((sibling) => sibling.id === id));
  const condition = conditionOf(stage);
  return {
    name: stage.eachService ? `${stage.name} of \${{ matrix.service }}` : stage.name,
    ...(needs.length > 0 ? { needs } : {}),
    ...(condition ? { if: condition } : {}),
    'runs-on': runnerOf(stage),
    'timeout-minutes': stage.timeoutMinutes,
    ...(stage.environment ? { environment: stage.environment } : {}),
    permissions: permissionsOf(stage),
    ...(stage.lock && locked ? { concurrency: concurrencyOf(stage.lock.group) } : {}),
    ...(stage.eachService ? { strategy: eachService } : {}),
    ...(stage.outputs ? { outputs: outputsOf(stage.outputs) } : {}),
    steps: stage.steps.flatMap((step) => githubSteps(step, pipelines)),
  };
}

const eachService = {
  'fail-fast': false,
  matrix: { include: `\${{ fromJSON(needs.changes.outputs.services) }}` },
};

/** A matrix of nothing is an error, so the job is left out; the digests of nothing are still an answer. */
function conditionOf({ always, asked, eachService: each, id, trustedOnly }: Stage): string | undefined {
  if (each) return "needs.changes.outputs.services != '[]'";
  if (asked !== undefined) return `inputs.experiment == '${asked}'`;
  if (id === 'digests') return '!cancelled() && !failure()';
  if (always && trustedOnly) return `!cancelled() && ${TRUSTED}`;
  return trustedOnly ? TRUSTED : undefined;
}

/** Images are built on machines of their own architecture: emulation takes many times as long. */
const runnerOf = ({ steps }: Stage): string =>
  steps.some((step) => step.kind === 'build-image' && step.platform === 'linux/arm64') ? RUNNERS.arm64 : RUNNERS.amd64;

/** Permissions of a job; what is not named is none. */
const permissionsOf = ({ permissions, steps }: Stage): Record<string, string> => ({
  ...(steps.some(({ kind }) => kind === 'checkout') ? { contents: 'read' } : {}),
  ...Object.fromEntries(permissions.map((permission) => permission.split(': '))),
});

/** Who comes second waits: what has begun is never cut off. */
export const concurrencyOf = (group: string) => ({ group, 'cancel-in-progress': false });

const outputsOf = (outputs: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(outputs).map(([name, step]) => [name, `\${{ steps.${step}.outputs.${name} }}`]));
