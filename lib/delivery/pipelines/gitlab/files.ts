import { dump } from 'js-yaml';
import { DEFAULT_BRANCH, SCHEDULES } from '../limits';
import type { ImageBuild, Pipelines, Stage } from '../model';
import { portable } from '../shell';
import { gitlabJob, type Occasion } from './jobs';
import { TOOLS_DOCKERFILE, TOOLS_FOLDER, TOOLS_IMAGE, TOOLS_JOB } from './tools';

const ON_MERGE_REQUEST = '$CI_PIPELINE_SOURCE == "merge_request_event"';
const ON_MAIN = `$CI_COMMIT_BRANCH == "${DEFAULT_BRANCH}" && $CI_PIPELINE_SOURCE != "schedule"`;
/** A schedule of GitLab says what it is for, since the schedules themselves are no part of the file. */
const onSchedule = (task: string) => `$CI_PIPELINE_SOURCE == "schedule" && $SCHEDULED_TASK == "${task}"`;

/** The pipelines of GitLab CI by path: one file that names the stages, and one a subject. */
export function gitlabFiles(pipelines: Pipelines): ReadonlyMap<string, string> {
  const deploys = pipelines.deployments.flatMap(({ stages }) => portable(stages));
  const parts: [string, object][] = [
    [
      'merge-request',
      jobs(portable(pipelines.pullRequest), { stage: 'verify', rule: { if: ON_MERGE_REQUEST }, interruptible: true }, pipelines),
    ],
    ['infrastructure', jobs(portable(pipelines.infrastructure), infrastructure, pipelines)],
    ...(pipelines.builds.length > 0 ? ([['build', images(pipelines)]] as [string, object][]) : []),
    [
      'deploy',
      Object.assign(
        {},
        ...deploys.map((stage) => jobs([alone(stage)], { stage: stage.id, rule: { if: ON_MAIN }, interruptible: false }, pipelines)),
      ),
    ],
    ['drift', jobs(portable(pipelines.drift), scheduled('drift'), pipelines)],
    ['restore', jobs(portable(pipelines.restore), scheduled('restore'), pipelines)],
    ...(pipelines.gameDay.length > 0
      ? ([['game-day', jobs(portable(pipelines.gameDay), scheduled('game-day'), pipelines)]] as [string, object][])
      : []),
  ];
  const root = {
    include: parts.map(([name]) => ({ local: `.gitlab/ci/${name}.yml` })),
    // One stage a deployment: a stage waits for the one before, and gets the digests of every build.
    stages: ['tools', 'verify', 'infrastructure', 'build', ...deploys.map(({ id }) => id), 'scheduled'],
    workflow: { rules: [{ if: ON_MERGE_REQUEST }, { if: `$CI_COMMIT_BRANCH == "${DEFAULT_BRANCH}"` }] },
    variables: { TOOLS_IMAGE },
    default: { image: TOOLS_IMAGE },
    'pipeline-tools': { ...TOOLS_JOB, rules: [{ when: 'on_success' }] },
  };
  return new Map([
    ['gitlab/.gitlab-ci.yml', `${SCHEDULE_NOTE}${yaml(root)}`],
    ...parts.map(([name, content]): [string, string] => [`gitlab/.gitlab/ci/${name}.yml`, yaml(content)]),
    [`gitlab/${TOOLS_FOLDER}/Dockerfile`, TOOLS_DOCKERFILE],
  ]);
}

const SCHEDULE_NOTE = `# Schedules to create in the project (UTC), each with the variable SCHEDULED_TASK:
#   ${SCHEDULES.drift}  SCHEDULED_TASK=drift
#   ${SCHEDULES.restore}  SCHEDULED_TASK=restore
#   ${SCHEDULES.gameDay}  SCHEDULED_TASK=game-day
`;

const infrastructure: Occasion = {
  stage: 'infrastructure',
  rule: { if: ON_MAIN, changes: ['platform.yaml', 'lib/**/*', 'stacks/**/*', 'package-lock.json'] },
  interruptible: false,
};

const scheduled = (task: string): Occasion => ({ stage: 'scheduled', rule: { if: onSchedule(task) }, interruptible: false });

const jobs = (stages: readonly Stage[], occasion: Occasion, pipelines: Pipelines, build?: ImageBuild): Record<string, object> =>
  Object.fromEntries(stages.map((stage) => [build ? `image-${build.service}` : stage.id, gitlabJob(stage, occasion, pipelines, build)]));

/** One job an image, since each is built for changes of its own folder. */
const images = (pipelines: Pipelines): object => {
  const occasion = { stage: 'build', rule: { if: ON_MAIN }, interruptible: false };
  return Object.assign({}, ...pipelines.builds.map((build) => jobs(portable(pipelines.build), occasion, pipelines, build)));
};

/** Without needs a job waits for every stage before it. */
const alone = (stage: Stage): Stage => ({ ...stage, needs: [] });

const yaml = (content: object): string => dump(content, { lineWidth: -1, noRefs: true, noArrayIndent: true });
