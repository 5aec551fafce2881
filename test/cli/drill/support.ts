import { drill, type FaultSchedule, randomOf, type SynthesizedMachine, synthesizedMachines } from '../../../lib/cli/drill';
import { type FailoverPlan, failoverPlan, type Platform } from '../../../lib/model';
import { renderStacks } from '../../../stacks/synthesize';

/** A platform with the state machines of its production environment, as they were synthesized. */
export interface Stage {
  readonly platform: Platform;
  readonly plan: FailoverPlan;
  readonly machines: readonly SynthesizedMachine[];
}

export function stageOf(platform: Platform): Stage {
  const plan = failoverPlan(platform, 'production');
  if (!plan) throw new Error('production runs in two regions');
  return { platform, plan, machines: synthesizedMachines(plan, renderStacks(platform)) };
}

export const play = ({ plan, machines }: Stage, faults: FaultSchedule, seed: number, lasting?: number) =>
  drill({ plan, machines, faults, seed, ...(lasting === undefined ? {} : { lasting }) });

export { randomOf };
