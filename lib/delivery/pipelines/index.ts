import type { Platform } from '../../model';
import { githubFiles } from './github/workflows';
import { gitlabFiles } from './gitlab/files';
import { jenkinsfile } from './jenkins/jenkinsfile';
import { regionStacks, type StackPlace } from './plan';
import { pipelinesOf } from './stages';

export { regionStacks, type StackPlace } from './plan';
export { pipelinesOf } from './stages';

/**
 * Pipelines of a platform for GitHub Actions, GitLab CI and Jenkins: content by path below the delivery folder.
 * @param stacks in the order in which they may be applied; default: one for each cluster
 */
export function pipelineFiles(platform: Platform, stacks: readonly StackPlace[] = regionStacks(platform)): ReadonlyMap<string, string> {
  const pipelines = pipelinesOf(platform, stacks);
  return new Map([...githubFiles(pipelines), ...gitlabFiles(pipelines), ['jenkins/Jenkinsfile', jenkinsfile(pipelines)]]);
}
