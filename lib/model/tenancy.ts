import { type ByteQuantity, bytes, type CpuQuantity, millicores } from '../spec';
import { type Derived, derived } from './derived';
import { surgePods } from './rollout';
import { largestOf, type ReservedPods, sumOf } from './stores/reserved';
import type { Workload } from './workload';

/** What all pods of a namespace may reserve and use together. */
export interface Quota {
  readonly cpu: Derived<CpuQuantity>;
  readonly memory: Derived<ByteQuantity>;
  readonly memoryLimit: Derived<ByteQuantity>;
  readonly ephemeralStorage: Derived<ByteQuantity>;
  readonly ephemeralStorageLimit: Derived<ByteQuantity>;
  readonly pods: Derived<number>;
}

/** The largest container that a namespace admits. */
export interface LargestContainer {
  readonly memory: ByteQuantity;
  readonly ephemeralStorage: ByteQuantity;
}

/** What the teams of a platform share in one cluster. */
export interface Tenancy {
  readonly quota: Quota;
  readonly largest: LargestContainer;
  /** Teams that own services here, sorted. */
  readonly teams: readonly string[];
}

/** A run beside one that is being replaced. */
const RUNS_OF_A_JOB = 2;
const SOURCE = 'services at their ceilings, each with a roll-out under way';

/** What a mesh puts beside each pod. */
export interface Sidecar {
  readonly millicores: number;
  readonly bytes: number;
  readonly limitBytes: number;
}

/** Quota, bounds and teams that follow from the workloads of a cluster, and from the databases in its pods. */
export function tenancyOf(
  workloads: readonly Workload[],
  sidecar: Sidecar = { millicores: 0, bytes: 0, limitBytes: 0 },
  stores: readonly ReservedPods[] = [],
): Tenancy {
  const sum = (each: (workload: Workload) => number) =>
    workloads.reduce((total, workload) => total + mostPods(workload) * each(workload), 0);
  const both = (each: (workload: Workload) => number, ofStores: (resources: Workload['resources']) => number) =>
    sum(each) + sumOf(stores, ofStores);
  const reserved = stores.reduce((total, { count }) => total + count, 0);
  const because = (what: string, extra: number, unit: string) =>
    [
      'sum over services of (ceiling + 2 x surge) x what one pod asks for, and the same of databases in pods',
      {
        pods: String(sum(() => 1)),
        'one pod': what,
        ...(reserved > 0 ? { 'pods of databases': String(reserved) } : {}),
        ...(extra > 0 ? { sidecar: `${extra}${unit}` } : {}),
      },
      SOURCE,
    ] as const;
  return {
    quota: {
      cpu: derived(
        millicores(
          both(
            ({ resources }) => resources.requests.cpu.millicores + sidecar.millicores,
            ({ requests }) => requests.cpu.millicores,
          ),
        ),
        ...because('requests.cpu', sidecar.millicores, 'm'),
      ),
      memory: derived(
        bytes(
          both(
            ({ resources }) => resources.requests.memory.bytes + sidecar.bytes,
            ({ requests }) => requests.memory.bytes,
          ),
        ),
        ...because('requests.memory', sidecar.bytes / 2 ** 20, 'Mi'),
      ),
      memoryLimit: derived(
        bytes(
          both(
            ({ resources }) => resources.limits.memory.bytes + sidecar.limitBytes,
            ({ limits }) => limits.memory.bytes,
          ),
        ),
        ...because('limits.memory', sidecar.limitBytes / 2 ** 20, 'Mi'),
      ),
      ephemeralStorage: derived(
        bytes(
          both(
            ({ resources }) => resources.requests.ephemeralStorage.bytes,
            ({ requests }) => requests.ephemeralStorage.bytes,
          ),
        ),
        ...because('requests.ephemeral-storage', 0, ''),
      ),
      ephemeralStorageLimit: derived(
        bytes(
          both(
            ({ resources }) => resources.limits.ephemeralStorage.bytes,
            ({ limits }) => limits.ephemeralStorage.bytes,
          ),
        ),
        ...because('limits.ephemeral-storage', 0, ''),
      ),
      pods: derived(
        sum(() => 1) + reserved,
        'sum over services of ceiling + 2 x surge, and what databases in pods take at most',
        reserved > 0 ? { 'pods of databases': String(reserved) } : {},
        SOURCE,
      ),
    },
    largest: {
      memory: bytes(
        Math.max(
          sidecar.limitBytes,
          largestOf(stores, ({ limits }) => limits.memory),
          ...workloads.map(({ resources }) => resources.limits.memory.bytes),
        ),
      ),
      ephemeralStorage: bytes(
        Math.max(
          largestOf(stores, ({ limits }) => limits.ephemeralStorage),
          ...workloads.map(({ resources }) => resources.limits.ephemeralStorage.bytes),
        ),
      ),
    },
    teams: [...new Set(workloads.map(({ team }) => team))].sort(),
  };
}

/** Old pods count until they have stopped, so that twice the surge is there at once. */
function mostPods({ scaling, rollout, singleton, migration }: Workload): number {
  if (!scaling) return RUNS_OF_A_JOB;
  const running = singleton ? RUNS_OF_A_JOB : scaling.ceiling.value + 2 * surgePods(rollout, scaling.ceiling.value);
  return running + (migration ? RUNS_OF_A_JOB : 0);
}
