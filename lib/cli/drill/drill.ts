import { withGlobal } from '@sinonjs/fake-timers';
import { StateMachine } from 'aws-local-stepfunctions';
import { type FailoverPlan, type StateMachineName, stateMachineArn } from '../../model';
import type { FaultSchedule } from './faults';
import { ABORTED, leadBack } from './lead-back';
import type { SynthesizedMachine } from './machines';
import { randomOf } from './random';
import { type Caller, callService } from './services';
import { type Happening, World } from './world';

/** How a drill went. */
export interface DrillResult {
  readonly seed: number;
  /** It serves from the other region; was led back from there; a person was paged; or nothing had to be done. */
  readonly ended: 'recovered' | 'returned' | 'stopped' | 'stayed';
  /** Virtual seconds from the first failure to the first verified answer of the other region; undefined where it did not come to that. */
  readonly recoverySeconds?: number;
  /** When two regions could write to one database, in virtual seconds: never, if all is well. */
  readonly twoWritersAt?: number;
  /** When a planned return lost something that had been written, in virtual seconds: never, if all is well. */
  readonly lostWritesAt?: number;
  readonly pages: readonly Happening[];
  readonly timeline: readonly Happening[];
}

export interface DrillProps {
  readonly plan: FailoverPlan;
  readonly machines: readonly SynthesizedMachine[];
  readonly faults: FaultSchedule;
  readonly seed: number;
  /** Virtual seconds after which the drill ends. Default: an hour. */
  readonly lasting?: number;
}

/** A schedule is invoked within this time of what it says, in seconds (EventBridge Scheduler User Guide). */
const PRECISION = 60;
const HOUR = 3600;
/** Machines whose runs people look at; the others run all the time. */
const TOLD: ReadonlySet<StateMachineName> = new Set(['failover', 'rejoin', 'failback', 'handback']);

interface Execution {
  readonly machine: SynthesizedMachine;
  readonly abort: () => void;
}

/** Runs the synthesized state machines of both regions against simulated services, in virtual time. */
export async function drill({ plan, machines, faults, seed, lasting = HOUR }: DrillProps): Promise<DrillResult> {
  polyfill();
  const clock = withGlobal(globalThis).install({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: 0 });
  const executions = new Set<Execution>();
  // The library that evaluates paths throws where others return; traces of that take a third of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const random = randomOf(seed);
    const world = new World(plan, faults, random);
    const machineOf = (arn: string, region: string) =>
      machines.find(
        ({ name, region: own }) =>
          own === region && arn === stateMachineArn([plan.primary, plan.recovery].find((one) => one.region === own) ?? plan.primary, name),
      );
    const run = (machine: SynthesizedMachine, input: unknown, ended?: (failure: string | undefined) => void): void => {
      const caller: Caller = {
        region: machine.region,
        start: (arn, startInput) => {
          const other = machineOf(arn, machine.region);
          if (!other) throw new Error(`${arn} is not there`);
          run(other, startInput);
        },
        running: (arn) => [...executions].filter((execution) => execution.machine === machineOf(arn, machine.region)).length,
      };
      if (TOLD.has(machine.name)) world.note(`the ${machine.name} begins`);
      const execution = start(machine, input, world, caller);
      executions.add(execution);
      execution.done.then((failure) => {
        executions.delete(execution);
        ended?.(failure);
        if (failure === undefined || !TOLD.has(machine.name)) return;
        world.note(`the ${machine.name} ends: ${failure}`);
        if (failure !== ABORTED) world.alarmOf(`the ${machine.name} failed`);
      });
    };
    const every = (seconds: number, offset: number, action: () => void) => {
      const next = (at: number) =>
        setTimeout(() => {
          action();
          next(seconds);
        }, at * 1000);
      next(offset);
    };
    for (const machine of machines) {
      if (machine.everySeconds === undefined) continue;
      // A schedule keeps its place within its minute, more or less.
      every(machine.everySeconds, random.between(0, machine.everySeconds), () => {
        const late = random.between(0, random.chance(0.1) ? PRECISION : 5);
        setTimeout(() => {
          if (!world.isDark(machine.region)) run(machine, {});
        }, late * 1000);
      });
    }
    every(10, random.between(0, 10), () => world.tickHealth());
    every(60, random.between(0, 60), () => world.tickAlarm());
    const failover = machines.find(({ name }) => name === 'failover');
    const kill = (name: StateMachineName) => {
      const running = [...executions].filter(({ machine }) => machine.name === name);
      for (const { abort } of running) abort();
      if (running.length > 0) world.note(`the ${name} is killed`);
    };
    for (const at of faults.kills) setTimeout(() => kill('failover'), at * 1000);
    if (faults.failback)
      leadBack({
        world,
        faults: faults.failback,
        start: (name, ended) => {
          const machine = machines.find((one) => one.name === name);
          if (machine) run(machine, {}, ended);
          return machine !== undefined;
        },
        kill,
      });
    for (const at of faults.doubleStarts) setTimeout(() => failover && run(failover, {}), at * 1000);
    for (const { from, to } of faults.dark) {
      setTimeout(() => world.note(`${plan.primary.region} is gone`), from * 1000);
      if (to < lasting) setTimeout(() => world.comeBack(), to * 1000);
    }
    while (clock.now < lasting * 1000 && !over(world, faults)) {
      clock.next();
      await settled();
    }
    return result(world, faults, seed);
  } finally {
    for (const { abort } of executions) abort();
    await settled();
    clock.uninstall();
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Whatever follows from the last timer has happened: promises come before the next turn of the real event loop. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Some minutes after it served, when everything that comes back has come back, nothing more happens. */
const AFTERMATH = 240;
function over({ servedAt, settledAt, now }: World, { dark, partitioned, unreachable, failback }: FaultSchedule): boolean {
  if (failback) return settledAt !== undefined && now > settledAt + AFTERMATH;
  const last = Math.max(0, ...[...dark, ...partitioned, ...unreachable].map(({ to }) => to).filter(Number.isFinite));
  return servedAt !== undefined && now > Math.max(servedAt, last) + AFTERMATH;
}

function start(
  machine: SynthesizedMachine,
  input: unknown,
  world: World,
  caller: Caller,
): Execution & { readonly done: Promise<string | undefined> } {
  let aborted = false;
  // What was aborted goes on until its next call, and gets no answer to that.
  const call = (action: string, parameters: Record<string, unknown>) =>
    aborted ? new Promise<never>(() => {}) : callService(world, caller, action, parameters);
  const handlers = Object.fromEntries(
    [...machine.actions].map(([state, action]) => [
      state,
      (parameters: unknown) => call(action, parameters as Record<string, unknown>) as never,
    ]),
  );
  const id = `${machine.name}-${Math.round(world.now * 1000)}`;
  const context = {
    Execution: { Id: id, Name: id, StartTime: new Date().toISOString() },
    State: {
      get EnteredTime() {
        return new Date().toISOString();
      },
    },
    Task: { Token: 'token' },
  };
  const run = new StateMachine(machine.definition, { validationOptions: { noValidate: true } }).run(input as never, {
    overrides: { taskResourceLocalHandlers: handlers },
    context,
  });
  const done = run.result.then(
    () => undefined,
    (error: Error) => error.message.replace(/^Execution has failed with the following error: /, ''),
  );
  const abort = () => {
    aborted = true;
    run.abort();
  };
  return { machine, abort, done };
}

function result(
  { happenings, pages, servedAt, returnedAt, twoWriters, lostWrites, plan }: World,
  faults: FaultSchedule,
  seed: number,
): DrillResult {
  const began = Math.min(...[...faults.dark, ...faults.unreachable, ...faults.partitioned].map(({ from }) => from));
  return {
    seed,
    ended: endOf(returnedAt, servedAt, pages.length > 0, faults.failback !== undefined),
    ...(servedAt === undefined || !Number.isFinite(began) ? {} : { recoverySeconds: servedAt - began }),
    ...(twoWriters === undefined ? {} : { twoWritersAt: twoWriters }),
    ...(lostWrites === undefined ? {} : { lostWritesAt: lostWrites }),
    pages,
    timeline: happenings.map(({ at, what }) => ({ at, what: what.replaceAll(`${plan.environment}: `, '') })),
  };
}

function endOf(returnedAt: number | undefined, servedAt: number | undefined, paged: boolean, ledBack: boolean): DrillResult['ended'] {
  if (returnedAt !== undefined) return 'returned';
  if (servedAt !== undefined && !(ledBack && paged)) return 'recovered';
  return paged ? 'stopped' : 'stayed';
}

/** What the runner of state machines needs of Node.js 22. */
function polyfill(): void {
  const promises = Promise as unknown as { withResolvers?: () => unknown };
  promises.withResolvers ??= () => {
    const made: { resolve?: (value: unknown) => void; reject?: (reason: unknown) => void } = {};
    const promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
    return { promise, ...made };
  };
}
