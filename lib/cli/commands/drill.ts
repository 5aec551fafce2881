import { writeFileSync } from 'node:fs';
import { loadPlatform } from '../../entry-point';
import { type FailoverPlan, failoverPlans } from '../../model';
import { nearest, UsageError } from '../../spec';
import type { FaultName } from '../drill/faults';
import type { EnvironmentRehearsal } from '../drill/rehearsal';

/** What `holdfast drill` is told. */
export interface DrillOptions {
  readonly environment?: string;
  readonly fault?: string;
  /** How many seeds a fault is rehearsed with. */
  readonly seeds: number;
  /** The first of them. */
  readonly seed: number;
  readonly json?: boolean;
  readonly svg?: string;
}

/** Rehearses the synthesized failover. The exit code is 1 when a promise did not hold. */
export async function drill(options: DrillOptions): Promise<void> {
  // The runner of state machines is loaded by those only who drill.
  const { FAULT_NAMES, synthesizedMachines, rehearse, broken } = require('../drill') as typeof import('../drill');
  const { drillText } = require('../report/drill') as typeof import('../report/drill');
  const { drillPicture } = require('../report/drill-picture') as typeof import('../report/drill-picture');
  const { renderStacks } = require('../../../stacks/synthesize') as typeof import('../../../stacks/synthesize');
  if (options.fault !== undefined && !(FAULT_NAMES as readonly string[]).includes(options.fault))
    throw unknown('fault', options.fault, FAULT_NAMES);
  if (options.svg !== undefined && options.fault === undefined) throw new UsageError('--svg draws one drill: name its fault with --fault');
  const { platform } = await loadPlatform();
  const plans = chosen(failoverPlans(platform), options.environment);
  const files = renderStacks(platform);
  const seeds = Array.from({ length: options.seeds }, (_, i) => options.seed + i);
  const rehearsed: EnvironmentRehearsal[] = [];
  for (const plan of plans) {
    const machines = synthesizedMachines(plan, files);
    rehearsed.push(await rehearse({ platform, plan, machines, seeds, ...(options.fault ? { faults: [options.fault as FaultName] } : {}) }));
  }
  const wrong = rehearsed.flatMap((one) => broken(one));
  if (options.json) process.stdout.write(`${JSON.stringify({ environments: rehearsed, broken: wrong }, null, 2)}\n`);
  else process.stdout.write(`${rehearsed.map((one) => drillText(one, options.fault !== undefined)).join('\n\n')}\n`);
  const [first] = rehearsed;
  const drawn = first?.rehearsals[0]?.results[0];
  if (options.svg !== undefined && first && drawn) writeFileSync(options.svg, drillPicture(first, drawn, options.fault ?? ''));
  for (const one of wrong) process.stderr.write(`error ${one}\n`);
  if (wrong.length > 0) process.exitCode = 1;
}

function chosen(plans: readonly FailoverPlan[], environment: string | undefined): readonly FailoverPlan[] {
  const names = plans.map((plan) => plan.environment);
  if (environment !== undefined && !names.includes(environment)) throw unknown('environment with two regions', environment, names);
  if (plans.length === 0) throw new UsageError('no environment runs in two regions, so there is no failover to rehearse');
  return plans.filter((plan) => environment === undefined || plan.environment === environment);
}

function unknown(what: string, given: string, known: readonly string[]): UsageError {
  const close = nearest(given, known);
  return new UsageError(`there is no ${what} ${given}${close ? `; did you mean ${close}?` : `: there are ${known.join(', ')}`}`);
}
