import type { Platform } from './platform';

/** What everything in AWS says about itself, whoever makes it. */
export const resourceTags = (
  platform: Pick<Platform, 'name' | 'team' | 'spec'>,
  environment: string,
  regionRole: 'primary' | 'recovery' | 'global',
): Readonly<Record<string, string>> => ({
  platform: platform.name,
  environment,
  'region-role': regionRole,
  team: platform.team,
  'cost-centre': platform.spec.infrastructure.costCentre ?? platform.name,
  'managed-by': 'holdfast',
});
