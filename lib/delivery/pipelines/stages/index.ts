import type { Platform } from '../../../model';
import type { Pipelines } from '../model';
import { imageBuilds, type StackPlace } from '../plan';
import { buildStages } from './build';
import { deployments } from './deploy';
import { gameDayStages } from './game-day';
import { driftStages, infrastructureStages } from './infrastructure';
import { pullRequestStages } from './pull-request';
import { restoreStages } from './restore';

/** Every pipeline of a platform, in no system's words yet. Stacks are in the order in which they may be applied. */
export const pipelinesOf = (platform: Platform, stacks: readonly StackPlace[]): Pipelines => ({
  platform: platform.name,
  repository: platform.spec.repository,
  builds: imageBuilds(platform),
  pullRequest: pullRequestStages(platform, stacks),
  build: buildStages(platform),
  deployments: deployments(platform),
  infrastructure: infrastructureStages(platform, stacks),
  drift: driftStages(platform, stacks),
  restore: restoreStages(platform),
  gameDay: gameDayStages(platform),
});
