import { longestPath, RTO_TAG } from '../../model';
import { isMap, type JsonMap, list, map, text } from '../manifests';
import type { TerraformRule } from '../rule';
import { at, type TerraformBreach, type TerraformResource } from '../terraform/stack';

const ALL = 'States.ALL';

export const x08StateMachineTimes: TerraformRule = {
  id: 'X08',
  severity: 'error',
  subject: 'times of aws_sfn_state_machine',
  over: 'terraform',
  why: 'A failover whose steps need longer than its time-out is cut off half-way, and one that may run for longer than the RTO breaks the promise while it works.',
  mend: 'bound every wait, task and loop, and let the machine end within the RTO of what it recovers',
  check: (index) =>
    index.ofType('aws_sfn_state_machine').flatMap((machine) => {
      const definition = parsed(text(machine.values.definition) ?? '');
      return definition ? [...times(machine, definition), ...handlers(machine, definition)] : [];
    }),
};

/** References stand for something that only a plan knows; none of them is a time. */
function parsed(definition: string): JsonMap | undefined {
  try {
    const value: unknown = JSON.parse(definition.replace(/\$\{[^}]*\}/g, 'reference'));
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function times(machine: TerraformResource, definition: JsonMap): TerraformBreach[] {
  const told = (message: string, fix: string) => at(machine, 'definition', message, { fix });
  const { seconds, unbounded } = longestPath(definition);
  if (unbounded.length > 0)
    return unbounded.map((state) =>
      told(
        `may stay at ${state} without end`,
        'give the task TimeoutSeconds; let the choice at the end of a loop say "at most N rounds" in its Comment',
      ),
    );
  const limit = definition.TimeoutSeconds;
  if (typeof limit !== 'number') return [];
  const rto = Number(map(machine.values.tags)[RTO_TAG]);
  return [
    ...(seconds > limit
      ? [
          told(
            `needs up to ${Math.ceil(seconds)} s and is cut off after ${limit} s`,
            `raise TimeoutSeconds to ${Math.ceil(seconds)}, or shorten its steps`,
          ),
        ]
      : []),
    ...(limit > rto ? [told(`may run for ${limit} s, and the RTO is ${rto} s`, 'shorten its time-outs, attempts and waits')] : []),
  ];
}

/** Retriers, catchers and heartbeats of every state, at any depth. */
function handlers(machine: TerraformResource, machineOrBranch: JsonMap): TerraformBreach[] {
  return Object.entries(map(machineOrBranch.States)).flatMap(([name, value]) => {
    const state = map(value);
    const told = (message: string, fix: string) => at(machine, `definition.States.${name}`, `${name} ${message}`, { fix });
    const own = [
      ...[state.Retry, state.Catch]
        .filter((all) => !wildcardLast(all))
        .map(() => told('has a handler behind States.ALL, which is never reached', 'put States.ALL last, and alone')),
      ...list(state.Retry)
        .filter((retrier) => isMap(retrier) && typeof retrier.BackoffRate === 'number' && retrier.BackoffRate < 1)
        .map(() => told('tries again ever sooner', 'set BackoffRate to 1 or more')),
      ...(typeof state.HeartbeatSeconds === 'number' &&
      typeof state.TimeoutSeconds === 'number' &&
      state.HeartbeatSeconds >= state.TimeoutSeconds
        ? [told('waits for a heartbeat for as long as for its end', 'set HeartbeatSeconds below TimeoutSeconds')]
        : []),
    ];
    const inner = [...list(state.Branches), state.Iterator, state.ItemProcessor].flatMap((branch) =>
      isMap(branch) ? handlers(machine, branch) : [],
    );
    return [...own, ...inner];
  });
}

/** `States.ALL` must stand alone, in the last of the handlers (Amazon States Language, errors). */
function wildcardLast(all: unknown): boolean {
  const handled = list(all).map((handler) => list(map(handler).ErrorEquals).map(String));
  return handled.every((errors, i) => !errors.includes(ALL) || (errors.length === 1 && i === handled.length - 1));
}
