import { DEFAULT_BRANCH, NO_EXPERIMENT, SCHEDULES } from '../limits';
import type { ImageBuild, Pipelines, Stage } from '../model';
import { portable } from '../shell';
import { block, groovy, lines } from './groovy';
import { jenkinsStage } from './stages';

/** Not started by the clock; the scheduled stages are the other half. */
const BY_COMMIT = `branch ${groovy(DEFAULT_BRANCH)}\nnot { triggeredBy 'TimerTrigger' }`;

const BY_CLOCK = `branch ${groovy(DEFAULT_BRANCH)}\ntriggeredBy 'TimerTrigger'`;

/** One clock for all scheduled tasks, since a build cannot tell which of several started it; each waits for its day. */
const CRON = lines('TZ=UTC', SCHEDULES.drift);
const on = (dayOfWeek: number) => `expression { new Date().format('u') == '${dayOfWeek}' }`;
const ON_MONDAY = on(1);
const ON_WEDNESDAY = on(3);

/** Started by a person for an experiment: then nothing is delivered. */
const FOR_EXPERIMENT = `expression { (params.EXPERIMENT ?: ${groovy(NO_EXPERIMENT)}) != ${groovy(NO_EXPERIMENT)} }`;

/** A declarative pipeline with the same stages as the other systems. */
export function jenkinsfile(pipelines: Pipelines): string {
  const deploys = pipelines.deployments.flatMap(({ stages }) => portable(stages));
  const [drills, experiments] = [false, true].map((asked) =>
    portable(pipelines.gameDay).filter((stage) => (stage.asked !== undefined) === asked),
  ) as [Stage[], Stage[]];
  const byCommit = experiments.length > 0 ? `${BY_COMMIT}\nnot { ${FOR_EXPERIMENT} }` : BY_COMMIT;
  const main = [
    parallel('Pull request', 'changeRequest()', portable(pipelines.pullRequest), pipelines),
    sequence('Infrastructure', `${byCommit}\n${INFRASTRUCTURE}`, portable(pipelines.infrastructure), pipelines),
    ...(pipelines.builds.length > 0 ? [images(pipelines, byCommit)] : []),
    sequence('Deploy', byCommit, deploys, pipelines),
    parallel('Drift', BY_CLOCK, portable(pipelines.drift), pipelines),
    parallel('Restore tests', lines(BY_CLOCK, ON_MONDAY), portable(pipelines.restore), pipelines),
    ...(drills.length > 0 ? [parallel('Game day', lines(BY_CLOCK, ON_WEDNESDAY), drills, pipelines)] : []),
    ...(experiments.length > 0
      ? [sequence('Experiments', lines(`branch ${groovy(DEFAULT_BRANCH)}`, FOR_EXPERIMENT), experiments, pipelines)]
      : []),
  ];
  return `${NEEDS}${block(
    'pipeline',
    lines(
      'agent none',
      block(
        'options',
        lines('disableConcurrentBuilds()', 'skipDefaultCheckout(true)', 'timestamps()', "buildDiscarder(logRotator(numToKeepStr: '100'))"),
      ),
      block('triggers', `cron(env.BRANCH_NAME == ${groovy(DEFAULT_BRANCH)} ? ${groovy(CRON)} : '')`),
      block(
        'parameters',
        lines(
          "booleanParam(name: 'BUILD_ALL', defaultValue: false, description: 'Build every service, changed or not.')",
          experiments.length > 0 ? experimentParameter(experiments) : '',
        ),
      ),
      block('stages', lines(...main)),
    ),
  )}\n`;
}

/** What the file rests on, for whoever sets up the controller. */
const NEEDS = `// Agents with the label pipeline-tools have node, git, jq, aws, docker with buildx, terraform, cosign, syft and grype.
// Credentials: aws-oidc (an id token as a file, plugin oidc-provider, audience sts.amazonaws.com) and environments-token (text).
// Environment: IMAGE_SIGNING_KEY, the address of a key in AWS KMS, since Fulcio does not trust tokens of a private Jenkins.
// Plugins: oidc-provider, credentials-binding, lockable-resources, timestamper.
`;

const INFRASTRUCTURE = `anyOf {
  changeset 'platform.yaml'
  changeset 'lib/**'
  changeset 'stacks/**'
  changeset 'package-lock.json'
}`;

const experimentParameter = (experiments: readonly Stage[]) =>
  `choice(name: 'EXPERIMENT', choices: [${[NO_EXPERIMENT, ...experiments.flatMap(({ asked }) => asked ?? [])].map(groovy).join(', ')}], description: 'An experiment of a game day to start for real, instead of delivering.')`;

const when = (conditions: string) => block('when', lines('beforeAgent true', block('allOf', conditions)));

const parallel = (name: string, conditions: string, stages: readonly Stage[], pipelines: Pipelines) =>
  block(
    `stage(${groovy(name)})`,
    lines(when(conditions), block('parallel', lines(...stages.map((stage) => jenkinsStage(stage, pipelines))))),
  );

const sequence = (name: string, conditions: string, stages: readonly Stage[], pipelines: Pipelines) =>
  block(
    `stage(${groovy(name)})`,
    lines(when(conditions), block('stages', lines(...stages.map((stage) => jenkinsStage(stage, pipelines))))),
  );

/** One stage an image; a failure of one lets the others end. */
const images = (pipelines: Pipelines, byCommit: string) =>
  block(
    "stage('Images')",
    lines(
      when(byCommit),
      block(
        'parallel',
        lines(
          ...pipelines.builds.flatMap((build) =>
            portable(pipelines.build).map((stage) => jenkinsStage(stage, pipelines, { build, when: when(changed(build)) })),
          ),
        ),
      ),
    ),
  );

const changed = ({ context }: ImageBuild) =>
  context === '.'
    ? 'expression { true }'
    : block('anyOf', lines('expression { params.BUILD_ALL }', `changeset ${groovy(`${context}/**`)}`));
