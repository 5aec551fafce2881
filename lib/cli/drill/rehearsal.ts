import { type FailoverPlan, type Platform, recoveryPaths } from '../../model';
import { type DrillResult, drill } from './drill';
import { FAULT_NAMES, FAULTS, type Fault, type FaultName } from './faults';
import type { SynthesizedMachine } from './machines';
import { randomOf } from './random';

/** Drills of one fault over many seeds. */
export interface Rehearsal {
  readonly fault: FaultName;
  readonly describes: string;
  /** Whether the proof promises the recovery time under this fault. */
  readonly promised: boolean;
  /** How every drill of it must end; undefined where more than one way is safe. */
  readonly ends?: 'returned';
  readonly results: readonly DrillResult[];
}

/** What was rehearsed of an environment. */
export interface EnvironmentRehearsal {
  readonly environment: string;
  readonly primary: string;
  readonly recovery: string;
  /** Within how many seconds everything has to be over. */
  readonly rtoSeconds: number;
  /** The longest that the proof allows a failover to take, in seconds. */
  readonly provedSeconds: number;
  readonly rehearsals: readonly Rehearsal[];
}

export interface RehearsalProps {
  readonly platform: Platform;
  readonly plan: FailoverPlan;
  readonly machines: readonly SynthesizedMachine[];
  /** Default: every fault. */
  readonly faults?: readonly FaultName[];
  readonly seeds: readonly number[];
}

/** Rehearses an environment's failover: each fault with each seed, one after the other, since they share one clock. */
export async function rehearse(props: RehearsalProps): Promise<EnvironmentRehearsal> {
  const { platform, plan, machines, faults = FAULT_NAMES, seeds } = props;
  const paths = recoveryPaths(platform, plan);
  const rehearsals: Rehearsal[] = [];
  for (const fault of faults) {
    const { describes, promised, schedule, ends, lasting }: Fault = FAULTS[fault];
    const results: DrillResult[] = [];
    for (const seed of seeds)
      results.push(await drill({ plan, machines, faults: schedule(plan, randomOf(seed)), seed, ...(lasting ? { lasting } : {}) }));
    rehearsals.push({ fault, describes, promised, ...(ends ? { ends } : {}), results });
  }
  return {
    environment: plan.environment,
    primary: plan.primary.region,
    recovery: plan.recovery.region,
    rtoSeconds: plan.rtoSeconds,
    provedSeconds: Math.max(...paths.map(({ worstSeconds }) => worstSeconds)),
    rehearsals,
  };
}

/** What a rehearsal found wrong: the promise, or the proof, or something worse. */
export function broken({ rehearsals, provedSeconds, rtoSeconds }: EnvironmentRehearsal): readonly string[] {
  return rehearsals.flatMap(({ fault, promised, ends, results }) =>
    results.flatMap(({ seed, ended, recoverySeconds, twoWritersAt, lostWritesAt }) => [
      ...(twoWritersAt === undefined ? [] : [`${fault}, seed ${seed}: two regions could write after ${Math.round(twoWritersAt)} s`]),
      ...(lostWritesAt === undefined
        ? []
        : [`${fault}, seed ${seed}: the return lost what was written, after ${Math.round(lostWritesAt)} s`]),
      ...(ends === undefined || ended === ends ? [] : [`${fault}, seed ${seed}: ${ended}, and should have ${ends}`]),
      ...(!promised || ended === 'recovered' ? [] : [`${fault}, seed ${seed}: ${ended}, though the proof promises that it recovers`]),
      ...(!promised || recoverySeconds === undefined || recoverySeconds <= Math.min(provedSeconds, rtoSeconds)
        ? []
        : [`${fault}, seed ${seed}: took ${Math.round(recoverySeconds)} s of ${Math.round(Math.min(provedSeconds, rtoSeconds))} s`]),
    ]),
  );
}

/** The value below which a share of others lies, by the nearest rank; undefined where there are none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
