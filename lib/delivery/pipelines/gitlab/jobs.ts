import { ISSUERS, repositoryPath } from '../../../model';
import { DEFAULT_BRANCH } from '../limits';
import type { ImageBuild, Pipelines, Stage } from '../model';
import { IMAGES } from '../pins';
import { filesKept, hasGate, type ShellWords, shellProgram, usesCloud } from '../shell';

/** When jobs of a kind run. */
export interface Occasion {
  /** Stage of the pipeline. */
  readonly stage: string;
  readonly rule: Readonly<Record<string, unknown>>;
  /** Whether a newer commit may cut them off; only what reads may be. */
  readonly interruptible: boolean;
}

const words = ({ repository }: Pipelines): ShellWords => ({
  facts: {
    commit: '"$CI_COMMIT_SHA"',
    baseCommit: '"$CI_MERGE_REQUEST_DIFF_BASE_SHA"',
    run: '"$CI_PIPELINE_ID-$CI_JOB_ID"',
    repository: '"$CI_PROJECT_PATH"',
  },
  // GitLab's certificates name the file of the pipeline and its branch (GitLab Docs, keyless signing).
  signer: {
    identity: `'${ISSUERS.gitlab}/${repositoryPath(repository)}//.gitlab-ci.yml@refs/heads/${DEFAULT_BRANCH}'`,
    issuer: `'${ISSUERS.gitlab}'`,
  },
});

/** A stage as a job of GitLab. */
export const gitlabJob = (stage: Stage, occasion: Occasion, pipelines: Pipelines, build?: ImageBuild): object => ({
  stage: occasion.stage,
  timeout: `${stage.timeoutMinutes} minutes`,
  interruptible: occasion.interruptible,
  rules: rulesOf(stage, occasion, build),
  ...(stage.needs.length > 0 ? { needs: [...stage.needs] } : {}),
  ...(stage.environment ? { environment: { name: stage.environment, ...(hasGate(stage, 'publish') ? {} : { action: 'access' }) } } : {}),
  ...(stage.lock ? { resource_group: stage.lock.group } : {}),
  ...(usesCloud(stage) ? { id_tokens: tokensOf(stage) } : {}),
  ...(build ? { services: [{ name: IMAGES.dind, alias: 'docker' }] } : {}),
  variables: { GIT_DEPTH: stage.steps.some((step) => step.kind === 'checkout' && step.history) ? '0' : '1', ...(build ? DOCKER : {}) },
  ...(build ? { cache: { key: `image-${build.service}`, paths: [`.image-cache/${build.service}`] } } : {}),
  script: [shellProgram(stage, words(pipelines), [...(usesCloud(stage) ? [TOKEN_FILE] : []), ...(build ? [BUILDER] : [])], build)],
  ...artifactsOf(stage, build),
});

const DOCKER = {
  DOCKER_HOST: 'tcp://docker:2376',
  DOCKER_TLS_CERTDIR: '/certs',
  DOCKER_TLS_VERIFY: '1',
  DOCKER_CERT_PATH: '/certs/client',
};

/** Provenance and caches need a builder of their own; the context carries the certificates of the service to it. */
const BUILDER = 'docker context create pipeline\ndocker buildx create --use pipeline';

/** The shell writes the token itself; it is on no command line, and only this job can read the file. */
const TOKEN_FILE = `AWS_WEB_IDENTITY_TOKEN_FILE="$(umask 077 && mktemp)"
export AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_SESSION_NAME="pipeline-$CI_PIPELINE_ID"
printf '%s' "$AWS_ID_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"`;

const tokensOf = (stage: Stage) => ({
  AWS_ID_TOKEN: { aud: 'sts.amazonaws.com' },
  ...(hasGate(stage, 'sign') ? { SIGSTORE_ID_TOKEN: { aud: 'sigstore' } } : {}),
});

/** A merge request of another project meets no credential. */
const OWN_PROJECT = '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID';

function rulesOf({ approval, asked, trustedOnly }: Stage, { rule }: Occasion, build: ImageBuild | undefined): object[] {
  if (trustedOnly) return [{ ...rule, if: `${rule.if} && ${OWN_PROJECT}` }];
  // What nobody asks for is no failure.
  if (asked !== undefined) return [{ ...rule, when: 'manual', allow_failure: true }];
  const manual = approval ? { when: 'manual', allow_failure: false } : {};
  if (!build || build.context === '.') return [{ ...rule, ...manual }];
  return [
    { ...rule, if: `${rule.if} && $BUILD_ALL == "true"` },
    { ...rule, changes: [`${build.context}/**/*`] },
  ];
}

function artifactsOf(stage: Stage, build: ImageBuild | undefined): object {
  const paths = [...filesKept(stage), ...(build ? [`digests/${build.service}.json`] : [])];
  return paths.length === 0 ? {} : { artifacts: { when: 'always', expire_in: '30 days', access: 'developer', paths } };
}
