import path from 'node:path';
import { publishRelease, remoteOf } from '../../delivery';
import { type LoadedPlatform, loadPlatform } from '../../entry-point';
import { environmentsRepository, GITOPS_BRANCH } from '../../model';
import { publishTree } from '../../output';
import { publicationText, refusals } from '../report/publication';
import { type TargetOptions, targetOf } from './environment-target';
import { environmentRelease, gitOpsRelease } from './release';

/** What `holdfast publish` is told. */
export interface PublishOptions extends TargetOptions {
  /** What Argo CD and Flux themselves read, instead of an environment. */
  readonly gitops?: boolean;
  readonly region?: string;
  readonly digests?: string;
  readonly allowOlder?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Renders and checks everything, then publishes one environment's manifests to its branch. */
export function publish(options: PublishOptions): Promise<void> {
  return refusals(async () => {
    const loaded = await loadPlatform();
    const { place, ...target } = options.gitops ? gitOpsTarget(loaded, options) : targetOf(loaded, options);
    const published = await publishRelease({
      ...target,
      files: options.gitops ? gitOpsRelease(loaded) : environmentRelease(loaded, { ...options, environment: place.environment }),
      write: publishTree,
      sourceRepository: loaded.platform.spec.repository,
      allowOlder: options.allowOlder,
      dryRun: options.dryRun,
    });
    for (const notice of published.notices) process.stderr.write(`notice: ${notice}\n`);
    process.stdout.write(options.json ? `${JSON.stringify({ ...place, ...published }, null, 2)}\n` : publicationText(published, place));
  });
}

/** The branch that the root application syncs; every environment has its share of it. */
function gitOpsTarget({ platform, source }: LoadedPlatform, options: TargetOptions): ReturnType<typeof targetOf> {
  const repository = options.repository ?? environmentsRepository(platform);
  const place = { environment: GITOPS_BRANCH, branch: options.branch ?? GITOPS_BRANCH };
  const sourceFolder = path.dirname(path.resolve(source.file));
  return { ...place, repository, sourceFolder, place: { ...place, repository: remoteOf(repository).url } };
}
