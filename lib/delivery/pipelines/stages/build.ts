import type { Platform } from '../../../model';
import { protectedEnvironment } from '../../../model';
import { DEFAULT_BRANCH, TIMEOUT_MINUTES } from '../limits';
import type { ImageBuild, Registry, Stage, Step, Value } from '../model';
import { architecture, imageBuilds, registries, roleOf } from '../plan';
import { CHANGED_SERVICES, COLLECT_OUTPUTS, COPY, RECORD, SBOM, SCAN, SIGN } from '../scripts/images';

/** The stage whose digests are deployed, and the output that holds them. */
export const DIGESTS = { stage: 'digests', output: 'digests' } as const;

/** Unique for each attempt: the repositories refuse to overwrite a tag. */
const TAG: Value = { fact: 'run' };
const SERVICE: Value = { service: 'name' };
const DIGEST: Value = { output: 'digest', of: 'image' };

/** From a commit to signed images in every registry. Nothing where no service declares a build. */
export function buildStages(platform: Platform): Stage[] {
  const builds = imageBuilds(platform);
  const [origin] = registries(platform);
  return builds.length === 0 || !origin ? [] : [changes(builds), images(platform, origin), digests];
}

const changes = (builds: readonly ImageBuild[]): Stage => ({
  id: 'changes',
  name: 'Changed services',
  needs: [],
  only: 'github',
  permissions: ['actions: read'],
  timeoutMinutes: TIMEOUT_MINUTES.changes,
  outputs: { services: 'changed' },
  steps: [
    { kind: 'checkout', history: 'all' },
    {
      kind: 'run',
      id: 'changed',
      name: 'Compare with the last delivery',
      script: CHANGED_SERVICES,
      env: {
        GH_TOKEN: { token: 'run' },
        REPOSITORY: { fact: 'repository' },
        COMMIT: { fact: 'commit' },
        BUILD_ALL: { fact: 'buildAll' },
        BRANCH: DEFAULT_BRANCH,
        SERVICES: JSON.stringify(builds),
      },
    },
  ],
});

/** The image stands in one registry until it has passed the scan; then it is copied, signed, and its digest let go. */
function images(platform: Platform, origin: Registry): Stage {
  const repository = `${origin.host}/${origin.path}`;
  const all = registries(platform);
  const image = { SERVICE, DIGEST, IMAGE: { service: 'image', in: repository } } as const;
  const names = (some: readonly Registry[]) => some.map(({ host, path }) => `${host}/${path}`).join(' ');
  return {
    id: 'images',
    name: 'Image',
    needs: ['changes'],
    environment: protectedEnvironment(origin.environment, 'build'),
    permissions: ['id-token: write'],
    timeoutMinutes: TIMEOUT_MINUTES.image,
    eachService: true,
    outputs: Object.fromEntries(imageBuilds(platform).map(({ service }) => [service, 'record'])),
    steps: [
      { kind: 'checkout' },
      { kind: 'install', tools: ['buildx', 'syft', 'grype', 'cosign'] },
      ...logins(platform, [origin]),
      { kind: 'build-image', id: 'image', repository, platform: `linux/${architecture(platform)}`, gate: 'push' },
      { kind: 'run', gate: 'sbom', name: 'Bill of materials', script: SBOM, env: image },
      { kind: 'run', gate: 'scan', name: 'Scan for vulnerabilities with a fix', script: SCAN },
      ...logins(platform, all.slice(1)),
      ...(all.length > 1
        ? [
            {
              kind: 'run',
              gate: 'copy',
              name: 'Copy to every region',
              script: COPY,
              env: { ...image, TAG, TARGETS: names(all.slice(1)) },
            } as const,
          ]
        : []),
      { kind: 'run', gate: 'sign', name: 'Sign and attest', script: SIGN, env: { ...image, REGISTRIES: names(all) } },
      { kind: 'run', gate: 'record', id: 'record', name: 'Record the digest', script: RECORD, env: { SERVICE, DIGEST } },
      { kind: 'keep', name: 'sbom', files: ['sbom.spdx.json'] },
    ],
  };
}

/** Logs in to registries, with the role of each account in turn. */
const logins = (platform: Platform, some: readonly Registry[]): Step[] =>
  some.flatMap((registry): Step[] => [
    { kind: 'assume-role', role: roleOf(platform, registry, 'build') },
    { kind: 'registry-login', region: registry.region, host: registry.host },
  ]);

const digests: Stage = {
  id: DIGESTS.stage,
  name: 'Digests',
  needs: ['images'],
  only: 'github',
  permissions: [],
  timeoutMinutes: TIMEOUT_MINUTES.report,
  outputs: { [DIGESTS.output]: 'collect' },
  steps: [{ kind: 'run', id: 'collect', name: 'Collect what was built', script: COLLECT_OUTPUTS, env: { BUILT: { outputs: 'images' } } }],
};
