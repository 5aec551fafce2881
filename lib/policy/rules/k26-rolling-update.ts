import { amountOf, type Breach, inObject, isMap, isSet, map, overWorkloads, type Workload } from '../manifests';
import type { ManifestRule } from '../rule';
import { spreadKeys, ZONE } from './availability';

/** What Kubernetes takes for maxUnavailable and maxSurge when they are absent. */
const DEFAULT_STEP = '25%';
/** Replicas that are spread over zones carry the load without one zone: a third of them, with three zones. */
const SPARE_SHARE = 1 / 3;

export const k26RollingUpdate: ManifestRule = {
  id: 'K26',
  severity: 'warning',
  subject: 'Deployment, Rollout',
  over: 'manifests',
  why: 'A roll-out that takes pods away before their successors are ready has less capacity than the load needs.',
  mend: 'set maxUnavailable to 0 and maxSurge to 1 or a share such as 25%',
  check: overWorkloads((workload, cluster) => {
    const floor = cluster.floorOf(workload);
    return workload.replicated && floor > 1 ? capacityLost(workload, floor) : [];
  }),
};

function capacityLost(workload: Workload, floor: number): Breach[] {
  const { object } = workload;
  const strategy = map(object.spec.strategy);
  if (object.kind === 'Deployment' && strategy.type === 'Recreate') {
    return [inObject(object, 'spec.strategy.type', 'ends all of its pods before the first new one starts (Recreate)')];
  }
  const found = steps(workload);
  if (!found) return [];
  const lost = amountOf(found.values.maxUnavailable ?? DEFAULT_STEP, floor, 'down');
  if (lost === undefined || lost === 0) return [];
  const spare = spreadKeys(workload).has(ZONE) ? Math.floor(floor * SPARE_SHARE) : 0;
  if (lost <= spare) return [];
  const value = isSet(found.values.maxUnavailable) ? String(found.values.maxUnavailable) : `${DEFAULT_STEP} by default`;
  return [
    inObject(
      object,
      `${found.path}.maxUnavailable`,
      `takes up to ${lost} of its ${floor} pods away during a roll-out (maxUnavailable ${value})`,
    ),
  ];
}

/** Where maxUnavailable stands; undefined for strategies that have none. */
function steps({ object }: Workload): { path: string; values: Readonly<Record<string, unknown>> } | undefined {
  const strategy = map(object.spec.strategy);
  if (object.kind === 'Deployment') return { path: 'spec.strategy.rollingUpdate', values: map(strategy.rollingUpdate) };
  return object.kind === 'Rollout' && isMap(strategy.canary) ? { path: 'spec.strategy.canary', values: strategy.canary } : undefined;
}
