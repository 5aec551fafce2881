import type { Platform } from './platform';

/** Says that what has the tag may be deleted at any time: rules ask less of it. */
export const DISPOSABLE = { tag: 'disposable', value: 'true' } as const;

/** What everything in AWS says about itself, whoever makes it. */
export const resourceTags = (
  platform: Pick<Platform, 'name' | 'team' | 'spec'>,
  environment: string,
  regionRole: 'primary' | 'recovery' | 'global',
): Readonly<Record<string, string>> => ({
  ...(isDisposable(platform, environment) ? { [DISPOSABLE.tag]: DISPOSABLE.value } : {}),
  platform: platform.name,
  environment,
  'region-role': regionRole,
  team: platform.team,
  'cost-centre': platform.spec.infrastructure.costCentre ?? platform.name,
  'managed-by': 'holdfast',
});

/** An environment that nobody protects. What is no environment, such as an account, is never disposable. */
function isDisposable({ spec }: Pick<Platform, 'spec'>, name: string): boolean {
  const environment = spec.environments[name];
  return environment !== undefined && !(environment.protect ?? environment.regions.length > 1);
}
