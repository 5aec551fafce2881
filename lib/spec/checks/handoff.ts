import { DEFAULT_TIERS } from '../schema/recovery';
import { type Check, type Finding, isRecord, list, record, services, unknownName } from './check';

/** The service that runs the worker. */
const WORKER = 'handoff-worker';

/** The worker runs in an environment and tier that exist, under a name that is free, and tells other roles than its own. */
export const handoffFits: Check = (data) => {
  const { handoff, environments, tiers } = record(data);
  if (!isRecord(handoff)) return [];
  const names = Object.keys(record(environments));
  const own = typeof handoff.role === 'string' ? handoff.role : 'devops';
  const tier = handoff.tier === undefined ? '2' : String(handoff.tier);
  const tierNames = Object.keys(tiers === undefined ? DEFAULT_TIERS : record(tiers));
  return [
    ...unknownName(['handoff', 'environment'], handoff.environment, names, 'environment'),
    ...Object.keys(record(handoff.trust)).flatMap((environment) =>
      unknownName(['handoff', 'trust', environment], environment, names, 'environment').map((finding) => ({ ...finding, atKey: true })),
    ),
    ...unknownName(['handoff', 'tier'], tier, tierNames, 'tier'),
    ...another(['handoff', 'reportTo'], handoff.reportTo, own),
    ...list(handoff.followUps).flatMap((followUp, i) => another(['handoff', 'followUps', i, 'role'], record(followUp).role, own)),
    ...services(data)
      .filter(([service]) => service === WORKER)
      .map(() => ({
        path: ['services', WORKER],
        atKey: true,
        found: `the service ${WORKER}`,
        expected: 'another name: handoff makes a service of this one',
        fix: 'rename it',
      })),
  ];
};

function another(path: readonly PropertyKey[], role: unknown, own: string): Finding[] {
  if (role !== own) return [];
  return [
    {
      path,
      expected: `another role than ${own}, which is the worker's own: peers refuse a handoff from a role to itself`,
      fix: 'name the role that should hear of it',
    },
  ];
}
