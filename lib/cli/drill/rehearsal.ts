import { type FailoverPlan, type Platform, recoveryPaths } from '../../model';
import { type DrillResult, drill } from './drill';
import { FAULT_NAMES, FAULTS, type FaultName } from './faults';
import type { SynthesizedMachine } from './machines';
import { randomOf } from './random';

/** Drills of one fault over many seeds. */
export interface Rehearsal {
  readonly fault: FaultName;
  readonly describes: string;
  /** Whether the proof promises the recovery time under this fault. */
  readonly promised: boolean;
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
    const { describes, promised, schedule } = FAULTS[fault];
    const results: DrillResult[] = [];
    for (const seed of seeds) results.push(await drill({ plan, machines, faults: schedule(plan, randomOf(seed)), seed }));
    rehearsals.push({ fault, describes, promised, results });
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
  return rehearsals.flatMap(({ fault, promised, results }) =>
    results.flatMap(({ seed, ended, recoverySeconds, twoWritersAt }) => [
      ...(twoWritersAt === undefined ? [] : [`${fault}, seed ${seed}: two regions could write after ${Math.round(twoWritersAt)} s`]),
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
