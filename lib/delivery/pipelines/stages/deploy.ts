import { type Cluster, type Platform, protectedEnvironment, sourceOf } from '../../../model';
import { TIMEOUT_MINUTES } from '../limits';
import type { Deployment, Stage, Step } from '../model';
import { clustersOf, imageBuilds, promotionOrder, registryOf, roleOf } from '../plan';
import { GIT_CREDENTIALS, publish, VERIFY_IMAGES } from '../scripts/deploy';
import { DIGESTS } from './build';

/** Every environment in the order of promotion; the regions of one follow each other, the recovery region first. */
export function deployments(platform: Platform): Deployment[] {
  let previous: string | undefined = imageBuilds(platform).length > 0 ? DIGESTS.stage : undefined;
  return promotionOrder(platform).map((environment) => {
    const lock = { group: `deploy-${environment}` };
    const stages = clustersOf(platform, environment).map((cluster): Stage => {
      const stage = deployStage(platform, cluster, previous);
      previous = stage.id;
      return { ...stage, lock };
    });
    return { environment, lock, stages };
  });
}

function deployStage(platform: Platform, cluster: Cluster, previous: string | undefined): Stage {
  const { environment, region } = cluster;
  const builds = imageBuilds(platform).length > 0;
  const { repository, branch } = sourceOf(platform, cluster);
  return {
    id: `deploy-${environment}-${region}`,
    name: `Deploy ${environment} in ${region}`,
    needs: previous === undefined ? [] : [previous],
    environment: protectedEnvironment(environment, 'deploy'),
    approval: cluster.protect,
    permissions: builds ? ['id-token: write'] : [],
    timeoutMinutes: TIMEOUT_MINUTES.deploy,
    steps: [
      // The publisher refuses what is older than the latest release, and reads that from the history.
      { kind: 'checkout', history: 'all' },
      { kind: 'install', packages: true, tools: builds ? ['cosign'] : [] },
      ...(builds ? verification(platform, cluster) : []),
      { kind: 'environments-token', repository },
      {
        kind: 'run',
        gate: 'publish',
        name: 'Publish the manifests',
        script: `${GIT_CREDENTIALS}\n${publish(branch, region, builds)}`,
        env: { ENVIRONMENTS_TOKEN: { token: 'environments' } },
      },
    ],
  };
}

function verification(platform: Platform, cluster: Cluster): Step[] {
  const registry = registryOf(platform, cluster);
  return [
    { kind: 'assume-role', role: roleOf(platform, cluster, 'deploy') },
    { kind: 'registry-login', region: registry.region, host: registry.host },
    {
      kind: 'run',
      gate: 'verify',
      name: 'Verify signatures',
      script: VERIFY_IMAGES,
      env: {
        DIGESTS: { digests: DIGESTS.stage },
        REGISTRY: `${registry.host}/${registry.path}`,
        SIGNER: { signer: 'identity' },
        ISSUER: { signer: 'issuer' },
      },
    },
  ];
}
