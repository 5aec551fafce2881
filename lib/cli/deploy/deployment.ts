import type { StackPlan } from '../../model';
import { isStateMissing } from './first-state';
import { inParallel } from './in-parallel';
import type { Interruption } from './interruption';
import type { Outcome, Outcomes } from './outcome';
import type { PlannedStack, StackRun } from './stack-run';

/** Who is told what happens, and asked. */
export interface Audience {
  wave(number: number, of: number, stacks: readonly string[]): void;
  /** A plan to read. */
  planned(stack: string, planned: PlannedStack): void;
  started(stack: string, planned: PlannedStack): void;
  /** What Terraform printed in the end. */
  ended(stack: string, outcome: Outcome, text: string): void;
  /** Whether the plans may be applied. */
  approves(stacks: readonly string[]): Promise<boolean>;
}

export interface DeploymentOptions {
  /** Shows what would change, and changes nothing. */
  readonly planOnly: boolean;
  /** Stacks at a time. */
  readonly parallelism: number;
  readonly interruption: Interruption;
  readonly audience: Audience;
}

const INTERRUPTED = 'the run was interrupted';
const DECLINED = 'nobody approved';

/** A run over stacks: each comes to its own end, and a failure stops only those that depend on it. */
abstract class Run {
  protected readonly outcomes = new Map<string, Outcome>();

  constructor(protected readonly options: DeploymentOptions) {}

  /** Why a stack must not be touched, after what happened to others; undefined where it may. */
  protected abstract blocker(plan: StackPlan): Outcome | undefined;

  /** Plans stacks; those that can be applied come back. What cannot start is left out with its reason. */
  protected async preview(runs: readonly StackRun[], how: { readonly destroy: boolean }): Promise<ReadonlyMap<StackRun, PlannedStack>> {
    const { parallelism, audience, planOnly } = this.options;
    const ready = new Map<StackRun, PlannedStack>();
    await this.each(runs, parallelism, async (run) => {
      const { name } = run.plan;
      // What is only looked at may be looked at by a role that may not write, and a lock is a write.
      const result = await run.preview({ ...how, lock: !planOnly });
      if (result.kind === 'ready') {
        audience.planned(name, result);
        ready.set(run, result);
        this.outcomes.set(name, { kind: 'planned', changes: result.changes, isNew: result.isNew });
        return;
      }
      if (result.kind === 'unchanged') return this.end(run, result, '');
      const { text, ...outcome } = result;
      if (this.options.interruption.isRequested) return this.end(run, notStarted(INTERRUPTED), '');
      const left = run.plan.dependsOn.filter((other) => !this.outcomes.has(other));
      if (planOnly && left.length > 0 && isStateMissing(text)) return this.end(run, { kind: 'waiting', for: left.join(', ') }, '');
      this.end(run, outcome, left.length > 0 ? `${text}\n\n${leftOut(left)}` : text);
    });
    // In the order of the stacks, not in that in which plans were ready.
    return new Map(runs.flatMap((run) => (ready.has(run) ? [[run, ready.get(run) as PlannedStack] as const] : [])));
  }

  protected async apply(ready: ReadonlyMap<StackRun, PlannedStack>): Promise<void> {
    const { parallelism, audience } = this.options;
    await this.each([...ready.keys()], parallelism, async (run) => {
      const planned = ready.get(run) as PlannedStack;
      audience.started(run.plan.name, planned);
      const { outcome, text } = await run.apply(planned.changes);
      this.end(run, outcome, text);
    });
  }

  protected drop(runs: Iterable<StackRun>, because: string): void {
    for (const run of runs) {
      run.discard();
      this.outcomes.set(run.plan.name, notStarted(because));
    }
  }

  /** Whether somebody who sees the plans says yes. */
  protected async isApproved(ready: ReadonlyMap<StackRun, PlannedStack>): Promise<boolean> {
    const { audience, interruption } = this.options;
    if (interruption.isRequested) return false;
    return ready.size === 0 || audience.approves([...ready.keys()].map(({ plan }) => plan.name));
  }

  protected get why(): string {
    return this.options.interruption.isRequested ? INTERRUPTED : DECLINED;
  }

  private async each(runs: readonly StackRun[], limit: number, work: (run: StackRun) => Promise<void>): Promise<void> {
    await inParallel(runs, limit, async (run) => {
      const blocker = this.options.interruption.isRequested ? notStarted(INTERRUPTED) : this.blocker(run.plan);
      if (!blocker) return work(run);
      run.discard();
      this.outcomes.set(run.plan.name, blocker);
    });
  }

  private end(run: StackRun, outcome: Outcome, text: string): void {
    this.outcomes.set(run.plan.name, outcome);
    this.options.audience.ended(run.plan.name, outcome, text);
  }
}

/** Plans and applies wave by wave: what a stack reads of another is known only after that one has been applied. */
export class Deployment extends Run {
  async deploy(waves: readonly (readonly StackRun[])[]): Promise<Outcomes> {
    const { planOnly, audience } = this.options;
    for (const [index, wave] of waves.entries()) {
      audience.wave(
        index + 1,
        waves.length,
        wave.map(({ plan }) => plan.name),
      );
      const ready = await this.preview(wave, { destroy: false });
      if (planOnly) {
        for (const run of ready.keys()) run.discard();
      } else if (await this.isApproved(ready)) {
        await this.apply(ready);
      } else {
        this.drop([...ready.keys(), ...waves.slice(index + 1).flat()], this.why);
        break;
      }
    }
    return this.outcomes;
  }

  protected override blocker({ dependsOn }: StackPlan): Outcome | undefined {
    for (const name of dependsOn) {
      const other = this.outcomes.get(name);
      if (other?.kind === 'failed') return notStarted(`${name} failed`);
      if (other?.kind === 'notStarted' || other?.kind === 'waiting') return other;
      if (this.options.planOnly && other?.kind === 'planned' && other.isNew) return { kind: 'waiting', for: name };
    }
    return undefined;
  }
}

/** Shows everything that would go, then lets it go in the opposite order of a deployment. */
export class Destruction extends Run {
  /** @param waves as for a deployment */
  async destroy(waves: readonly (readonly StackRun[])[]): Promise<Outcomes> {
    const reversed = [...waves].reverse();
    this.plans = waves.flat().map(({ plan }) => plan);
    const ready = await this.preview(reversed.flat(), { destroy: true });
    if (this.options.planOnly) {
      for (const run of ready.keys()) run.discard();
      return this.outcomes;
    }
    if (!(await this.isApproved(ready))) {
      this.drop(ready.keys(), this.why);
      return this.outcomes;
    }
    for (const wave of reversed) await this.apply(new Map([...ready].filter(([run]) => wave.includes(run))));
    return this.outcomes;
  }

  private plans: readonly StackPlan[] = [];

  /** What others still stand on stays. */
  protected override blocker({ name }: StackPlan): Outcome | undefined {
    for (const plan of this.plans) {
      if (![...plan.dependsOn, ...plan.after].includes(name)) continue;
      const other = this.outcomes.get(plan.name);
      if (other?.kind === 'failed') return notStarted(`${plan.name} failed`);
      if (other?.kind === 'notStarted') return other;
    }
    return undefined;
  }
}

/** A run that leaves out what a stack reads cannot know whether it is there. */
const leftOut = (stacks: readonly string[]) => `it needs ${stacks.join(', ')}, which this run left out: have they been applied?`;

const notStarted = (because: string): Outcome => ({ kind: 'notStarted', because });
