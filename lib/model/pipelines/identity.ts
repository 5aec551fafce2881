import { roleName } from '../names';

/** What a pipeline does in an AWS account; each has a role of its own, so that none may do what another does. */
export const PURPOSES = ['build', 'deploy', 'infrastructure', 'plan', 'restore', 'experiment'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What the role of a purpose is for; infrastructure renders a policy from it. */
export const PURPOSE_NEEDS: Readonly<Record<Purpose, string>> = {
  build: 'push images to the repositories of the environment, and nothing else',
  deploy: 'read images and their signatures',
  infrastructure: 'change what the stacks of the environment describe',
  plan: 'read resources and state; writes nothing, the lock included',
  restore: 'start restore jobs of the environment and read their result',
  experiment: 'start the experiments of a game day, watch them and stop them',
};

/** Issuers of the tokens that pipelines show to AWS and to Fulcio. */
export const ISSUERS = { github: 'https://token.actions.githubusercontent.com', gitlab: 'https://gitlab.com' } as const;

/** ARN of the identity provider of an issuer in an account; an account has one for each. */
export const oidcProviderArn = (account: string, issuer: string): string =>
  `arn:aws:iam::${account}:oidc-provider/${issuer.replace(/^https:\/\//, '')}`;

/** IAM role that a pipeline takes on: `<platform>-<environment>-<purpose>`, at most the 64 characters of IAM. */
export const pipelineRole = (platform: string, environment: string, purpose: Purpose): string =>
  roleName(`${platform}-${environment}`, purpose);

/** ARN of a pipeline's role. */
export const pipelineRoleArn = (account: string, platform: string, environment: string, purpose: Purpose): string =>
  `arn:aws:iam::${account}:role/${pipelineRole(platform, environment, purpose)}`;

/**
 * The protected environment that a job must run in to take on a role. A deployment runs in the environment itself; what may
 * do more or less has an environment of its own, with its own reviewers. The underscore keeps ours apart, since no
 * environment of a platform can hold one. One build serves every environment, so it has one for all.
 */
export function protectedEnvironment(environment: string, purpose: Purpose): string {
  if (purpose === 'deploy') return environment;
  return purpose === 'build' ? 'images_build' : `${environment}_${purpose}`;
}

/** Owner and name of a repository from its address, such as `example/platform`. */
export const repositoryPath = (address: string): string =>
  address
    .replace(/^(https|ssh):\/\/[^/]+\//, '')
    .replace(/^git@[^:]+:/, '')
    .replace(/\.git$/, '')
    .replace(/\/$/, '');

/** Who may take on a role: the `sub` claim that the trust policy names, and the issuer that must have signed it. */
export interface TrustedSubject {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
}

/** The jobs of a GitHub repository that run in one protected environment, and no others. */
export const githubSubject = (repository: string, environment: string, purpose: Purpose): TrustedSubject => ({
  issuer: ISSUERS.github,
  audience: 'sts.amazonaws.com',
  subject: `repo:${repositoryPath(repository)}:environment:${protectedEnvironment(environment, purpose)}`,
});

/** The pipelines of a GitLab project on its protected branch; GitLab's subject knows no environment (GitLab Docs, ID tokens). */
export const gitlabSubject = (repository: string, branch: string): TrustedSubject => ({
  issuer: ISSUERS.gitlab,
  audience: 'sts.amazonaws.com',
  subject: `project_path:${repositoryPath(repository)}:ref_type:branch:ref:${branch}`,
});
