import type { Platform } from '../../../model';
import { protectedEnvironment } from '../../../model';
import { TIMEOUT_MINUTES } from '../limits';
import type { Stage } from '../model';
import { clustersOf, promotionOrder, roleOf } from '../plan';
import { DRILL, RESTORE } from '../scripts/restore';

/** What keeps recovery a fact: the failover rehearsed, and backups of each environment restored. */
export const restoreStages = (platform: Platform): Stage[] => [
  {
    id: 'drill',
    name: 'Failover drill',
    needs: [],
    permissions: [],
    timeoutMinutes: TIMEOUT_MINUTES.drill,
    steps: [
      { kind: 'checkout' },
      { kind: 'install', packages: true },
      { kind: 'run', name: 'Execute the failover in virtual time', script: DRILL },
      { kind: 'keep', name: 'drill', files: ['drill.json'] },
    ],
  },
  ...promotionOrder(platform).flatMap((environment) =>
    clustersOf(platform, environment).map(
      (cluster): Stage => ({
        id: `restore-${environment}-${cluster.region}`,
        name: `Restore test of ${environment} in ${cluster.region}`,
        needs: [],
        environment: protectedEnvironment(environment, 'restore'),
        permissions: ['id-token: write'],
        lock: { group: `restore-${environment}-${cluster.region}` },
        timeoutMinutes: TIMEOUT_MINUTES.apply,
        steps: [
          { kind: 'checkout' },
          { kind: 'assume-role', role: roleOf(platform, cluster, 'restore') },
          { kind: 'run', name: 'Restore the newest backup', script: RESTORE, env: { ENVIRONMENT: environment, REGION: cluster.region } },
        ],
      }),
    ),
  ),
];
