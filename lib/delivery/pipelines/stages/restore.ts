import type { Platform } from '../../../model';
import { protectedEnvironment } from '../../../model';
import { TIMEOUT_MINUTES } from '../limits';
import type { Stage } from '../model';
import { clustersOf, promotionOrder, roleOf } from '../plan';
import { RESTORE } from '../scripts/restore';

/** What keeps backups a fact: those of each environment are restored. */
export const restoreStages = (platform: Platform): Stage[] =>
  promotionOrder(platform).flatMap((environment) =>
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
  );
