import type { ImageBuild, Pipelines, Stage } from '../model';
import { filesKept, hasGate, type ShellWords, shellProgram, usesCloud } from '../shell';
import { block, groovy, lines, shellText } from './groovy';

const WORDS: ShellWords = {
  facts: {
    commit: '"$(git rev-parse HEAD)"',
    baseCommit: '"origin/$CHANGE_TARGET"',
    run: '"$BUILD_NUMBER-$(git rev-parse --short=12 HEAD)"',
    repository: '"$JOB_NAME"',
  },
  signer: { identity: "''", issuer: "''" },
};

/** A stage of the declarative pipeline. */
export function jenkinsStage(stage: Stage, pipelines: Pipelines, image?: { readonly build: ImageBuild; readonly when: string }): string {
  const name = image ? `${stage.name} of ${image.build.service}` : stage.name;
  return block(
    `stage(${groovy(name)})`,
    lines(
      image?.when ?? '',
      stage.asked === undefined
        ? ''
        : block('when', lines('beforeAgent true', 'beforeInput true', `expression { params.EXPERIMENT == ${groovy(stage.asked)} }`)),
      // A fork's change meets no credential.
      stage.trustedOnly ? block('when', lines('beforeAgent true', 'expression { env.CHANGE_FORK == null }')) : '',
      // Asked before an agent is taken: nobody's machine waits for a person.
      stage.approval ? block('input', lines(`message ${groovy(`${stage.name}?`)}`, `ok 'Go'`)) : '',
      "agent { label 'pipeline-tools' }",
      block('steps', wrapped(stage, steps(stage, pipelines, image?.build))),
      filesKept(stage).length > 0 ? block('post', block('always', archive(stage))) : '',
    ),
  );
}

function steps(stage: Stage, pipelines: Pipelines, build: ImageBuild | undefined): string {
  const digests = pipelines.builds.length > 0 && hasGate(stage, 'publish');
  return lines(
    'deleteDir()',
    'checkout scm',
    digests ? pipelines.builds.map(({ service }) => unstash(service)).join('\n') : '',
    `sh ${shellText(script(stage, build))}`,
    build ? `stash name: ${groovy(`digest-${build.service}`)}, includes: ${groovy(`digests/${build.service}.json`)}` : '',
  );
}

/** What was not built left nothing to take. */
const unstash = (service: string) =>
  `catchError(buildResult: 'SUCCESS', stageResult: 'SUCCESS') { unstash ${groovy(`digest-${service}`)} }`;

function script(stage: Stage, build: ImageBuild | undefined): string {
  const signs = hasGate(stage, 'sign') || hasGate(stage, 'verify');
  return shellProgram(stage, WORDS, [...(build ? [CACHE] : []), ...(signs ? [SIGNING_KEY] : [])], build);
}

/** Outside the workspace, which each build begins with empty. */
const CACHE = 'export IMAGE_CACHE="$HOME/.image-cache"';
const SIGNING_KEY = `export SIGNING_KEY="\${IMAGE_SIGNING_KEY:?the address of a key in AWS KMS}"`;

/** Lock first, so that waiting for it does not count against the time; credentials last, for as short as can be. */
function wrapped(stage: Stage, body: string): string {
  const bindings = [
    ...(usesCloud(stage) ? ["file(credentialsId: 'aws-oidc', variable: 'AWS_WEB_IDENTITY_TOKEN_FILE')"] : []),
    ...(hasGate(stage, 'publish') ? ["string(credentialsId: 'environments-token', variable: 'ENVIRONMENTS_TOKEN')"] : []),
  ];
  const held = bindings.length > 0 ? block(`withCredentials([${bindings.join(', ')}])`, body) : body;
  const timed = block(`timeout(time: ${stage.timeoutMinutes}, unit: 'MINUTES')`, held);
  return stage.lock ? block(`lock(resource: ${groovy(stage.lock.group)})`, timed) : timed;
}

const archive = (stage: Stage) => `archiveArtifacts artifacts: ${groovy(filesKept(stage).join(','))}, allowEmptyArchive: true`;
