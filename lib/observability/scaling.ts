import { derived, servingScaling } from '../model';

/** Two replicas, and four at most: what watches has no declared load, and must not be gone with one node. */
export const twoAtLeast = servingScaling({
  throughput: derived(0, 'no load is declared', {}, 'what watches the platform'),
  targetUtilization: 0.7,
  zoneLossUtilization: 0.9,
  zones: 3,
  minimum: 2,
  burst: 2,
});
