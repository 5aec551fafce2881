import { rmSync } from 'node:fs';
import path from 'node:path';
import type { StackPlan } from '../../model';
import { FirstState, isBucketMissing } from './first-state';
import { type Changes, type Outcome, readPlan } from './outcome';
import type { Ended, Terraform } from './terraform';

/** May hold secrets, and is good for one apply: it goes as soon as it is of no use. */
const PLAN_FILE = 'deploy.tfplan';

/** A plan of one stack, not applied yet. */
export interface PlannedStack {
  readonly kind: 'ready';
  readonly changes: Changes;
  /** Whether nothing of the stack is there yet. */
  readonly isNew: boolean;
  /** What Terraform says about it. */
  readonly text: string;
  /** Whether its state is kept in a file until its bucket is there. */
  readonly stateInFile: boolean;
}

type Failed = Extract<Outcome, { kind: 'failed' }> & { readonly text: string };

export interface StackRunProps {
  readonly plan: StackPlan;
  /** Its folder in cdktf.out. */
  readonly folder: string;
  readonly terraform: Terraform;
  /** Lets one `terraform init` in at a time: they share a folder of providers, which Terraform does not guard. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

const NOTHING: Changes = { add: 0, change: 0, destroy: 0, outputsOnly: false };

/** One stack on its way: initialised, planned, and that very plan applied. */
export class StackRun {
  readonly plan: StackPlan;
  private readonly firstState: FirstState | undefined;
  private readonly planFile: string;
  private isFirst = false;

  constructor(private readonly props: StackRunProps) {
    this.plan = props.plan;
    this.firstState = props.plan.purpose === 'state' ? new FirstState(props.folder) : undefined;
    this.planFile = path.join(props.folder, PLAN_FILE);
  }

  /** Plans it; where the bucket of its state is still to be made, with a state in a file. */
  async preview({
    destroy,
    lock,
  }: {
    readonly destroy: boolean;
    readonly lock: boolean;
  }): Promise<PlannedStack | Failed | { readonly kind: 'unchanged' }> {
    const { terraform } = this.props;
    const init = await this.init(destroy);
    if (init.code !== 0) return this.failed('init', init);
    const planned = await terraform.plan(PLAN_FILE, { destroy, lock });
    if (planned.code === 0 && !this.isFirst) {
      this.discard();
      return { kind: 'unchanged' };
    }
    const text = planned.output;
    // Nothing to make any more, but a state that still has to move.
    if (planned.code === 0) return { kind: 'ready', changes: NOTHING, isNew: true, text, stateInFile: true };
    if (planned.code !== 2) return this.failed('plan', planned);
    const shown = await terraform.show(PLAN_FILE);
    rmSync(shown.log, { force: true });
    if (shown.code !== 0) return this.failed('plan', shown);
    return { kind: 'ready', ...readPlan(shown.output), text, stateInFile: this.isFirst };
  }

  /** Applies what was planned. */
  async apply(changes: Changes): Promise<{ readonly outcome: Outcome; readonly text: string }> {
    const ended = await this.props.terraform.apply(PLAN_FILE);
    rmSync(this.planFile, { force: true });
    if (ended.code !== 0) return failure('apply', ended);
    const moved = this.isFirst ? await this.moveState() : undefined;
    if (moved && moved.code !== 0) return failure('migrate', moved);
    return { outcome: { kind: 'applied', changes }, text: ended.output };
  }

  /** Throws away a plan that nobody applies. */
  discard(): void {
    rmSync(this.planFile, { force: true });
    if (this.isFirst) this.firstState?.forget();
  }

  private failed(during: 'init' | 'plan', ended: Ended): Failed {
    this.discard();
    return failed(during, ended);
  }

  private init(destroy: boolean): Promise<Ended> {
    const { terraform, alone } = this.props;
    const inFile = () => {
      this.isFirst = true;
      this.firstState?.keepInFile();
      return terraform.init('-reconfigure');
    };
    return alone(async () => {
      if (this.firstState?.isUnderWay) return inFile();
      this.firstState?.forget();
      const ended = await terraform.init();
      return ended.code !== 0 && !destroy && this.firstState && isBucketMissing(ended.output) ? inFile() : ended;
    });
  }

  /** The bucket is there: the state goes where the stack says, and its file with it. */
  private async moveState(): Promise<Ended> {
    const { terraform, alone } = this.props;
    this.firstState?.keepInBucket();
    const ended = await alone(() => terraform.init('-migrate-state', '-force-copy'));
    if (ended.code === 0) this.firstState?.removeFile();
    return ended;
  }
}

const failed = (during: Failed['during'], { output, log }: Ended): Failed => ({ kind: 'failed', during, log, text: output });

const failure = (during: Failed['during'], ended: Ended) => {
  const { text, ...outcome } = failed(during, ended);
  return { outcome, text };
};
