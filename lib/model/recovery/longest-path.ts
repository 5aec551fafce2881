/** A state machine or a branch of one, as far as its time is concerned. It may be anybody's. */
export interface Timed {
  readonly StartAt?: unknown;
  readonly States?: unknown;
}

export interface LongestPath {
  /** The most time that a run can take: every time-out, attempt, pause and wait. Infinite where something has no bound. */
  readonly seconds: number;
  /** States without a bound: tasks without a time-out, loops that do not say how often they turn. */
  readonly unbounded: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Defaults of a retrier (Amazon States Language, errors). */
const RETRY = { interval: 1, attempts: 3, backoff: 2 } as const;
/** How the end of a round says how often the loop may turn. */
const ROUNDS = /at most (\d+) rounds/;

/**
 * The longest that a run of a state machine can take, in seconds. A loop counts as often as the choice at its end says that it turns,
 * each time with its longest way round.
 */
export function longestPath(machine: Timed): LongestPath {
  const states = Object.entries(fieldsOf(machine.States)).map(([name, state]) => [name, fieldsOf(state)] as const);
  const names = new Set(states.map(([name]) => name));
  const unbounded: string[] = [];
  const graph = new Map(
    states.map(([name, state]) => {
      const own = durationOf(name, state);
      unbounded.push(...own.unbounded);
      return [name, { seconds: own.seconds, next: nextOf(state).filter((next) => names.has(next)), rounds: roundsOf(state) }];
    }),
  );
  const components = stronglyConnected(graph);
  const componentOf = new Map(components.flatMap((members, i) => members.map((name) => [name, i] as const)));
  const costs = components.map((members) => costOf(members, graph, unbounded));
  // Components come in an order in which each follows those that it leads to.
  const longest: number[] = [];
  components.forEach((members, i) => {
    const onwards = members
      .flatMap((name) => (graph.get(name)?.next ?? []).map((next) => componentOf.get(next) ?? i))
      .filter((j) => j !== i);
    longest[i] = (costs[i] ?? 0) + Math.max(0, ...onwards.map((j) => longest[j] ?? 0));
  });
  const start = componentOf.get(String(machine.StartAt));
  return { seconds: start === undefined ? 0 : (longest[start] ?? 0), unbounded };
}

interface Node {
  readonly seconds: number;
  readonly next: readonly string[];
  readonly rounds: number | undefined;
}

function durationOf(name: string, state: Fields): LongestPath {
  switch (state.Type) {
    case 'Wait':
      return { seconds: numberOf(state.Seconds) ?? 0, unbounded: [] };
    case 'Task': {
      const once = numberOf(state.TimeoutSeconds);
      return once === undefined
        ? { seconds: Number.POSITIVE_INFINITY, unbounded: [name] }
        : { seconds: withAttempts(once, state), unbounded: [] };
    }
    case 'Parallel':
    case 'Map': {
      const branches = [...listOf(state.Branches), ...[state.Iterator, state.ItemProcessor].filter(isFields)].map(longestPath);
      const once = Math.max(0, ...branches.map(({ seconds }) => seconds));
      return { seconds: withAttempts(once, state), unbounded: branches.flatMap((branch) => branch.unbounded) };
    }
    default:
      return { seconds: 0, unbounded: [] };
  }
}

/** What one attempt takes, again for every retry, and the pauses between. */
function withAttempts(once: number, { Retry }: Fields): number {
  return listOf(Retry).reduce((sum, { IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds }) => {
    const [interval, rate] = [numberOf(IntervalSeconds) ?? RETRY.interval, numberOf(BackoffRate) ?? RETRY.backoff];
    const most = numberOf(MaxDelaySeconds) ?? Number.POSITIVE_INFINITY;
    const pauses = Array.from({ length: numberOf(MaxAttempts) ?? RETRY.attempts }, (_, i) => Math.min(most, interval * rate ** i));
    return sum + pauses.reduce((total, pause) => total + pause + once, 0);
  }, once);
}

const nextOf = (state: Fields): readonly string[] =>
  [state.Next, state.Default, ...[...listOf(state.Choices), ...listOf(state.Catch)].map(({ Next }) => Next)].filter(
    (next): next is string => typeof next === 'string',
  );

function roundsOf({ Comment }: Fields): number | undefined {
  const found = typeof Comment === 'string' ? ROUNDS.exec(Comment)?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}

/** Sets of states that lead to each other, those first that lead to no other set (Tarjan, 1972). */
function stronglyConnected(graph: ReadonlyMap<string, Node>): readonly (readonly string[])[] {
  const found: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (name: string): void => {
    index.set(name, index.size);
    low.set(name, index.get(name) ?? 0);
    stack.push(name);
    for (const next of graph.get(name)?.next ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(name, Math.min(low.get(name) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(name) === index.get(name)) found.push(stack.splice(stack.indexOf(name)));
  };
  for (const name of graph.keys()) if (!index.has(name)) visit(name);
  return found;
}

/** A state by itself, or a loop with all its rounds. */
function costOf(members: readonly string[], graph: ReadonlyMap<string, Node>, unbounded: string[]): number {
  const [only] = members;
  const inside = new Set(members);
  const nodes = members.flatMap((name) => graph.get(name) ?? []);
  const [first] = nodes;
  if (members.length === 1 && only !== undefined && first && !first.next.includes(only)) return first.seconds;
  const rounds = Math.max(0, ...nodes.map((node) => node.rounds ?? 0));
  // A round ends where it is said how many there are: without those edges nothing turns any more.
  const round = wayRound(
    members,
    (name) => {
      const node = graph.get(name);
      return node && node.rounds === undefined ? node.next.filter((next) => inside.has(next)) : [];
    },
    (name) => graph.get(name)?.seconds ?? 0,
  );
  if (round !== undefined && rounds > 0) return rounds * round;
  unbounded.push(...members.slice(0, 1));
  return Number.POSITIVE_INFINITY;
}

/** The longest way in a graph; undefined where it turns. */
function wayRound(
  members: readonly string[],
  nextOf: (name: string) => readonly string[],
  secondsOf: (name: string) => number,
): number | undefined {
  const done = new Map<string, number>();
  const open = new Set<string>();
  const visit = (name: string): number => {
    const known = done.get(name);
    if (known !== undefined) return known;
    if (open.has(name)) return Number.NaN;
    open.add(name);
    const longest = secondsOf(name) + Math.max(0, ...nextOf(name).map(visit));
    open.delete(name);
    done.set(name, longest);
    return longest;
  };
  const longest = Math.max(...members.map(visit));
  return Number.isNaN(longest) ? undefined : longest;
}
