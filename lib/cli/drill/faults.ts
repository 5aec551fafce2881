import type { FailoverPlan } from '../../model';
import type { Random } from './random';

/** A span of virtual time, in seconds since the drill began. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What goes wrong in a drill. */
export interface FaultSchedule {
  /** The primary region is gone: pods, databases, and what watches over them. */
  readonly dark: readonly Span[];
  /** The public endpoint of the primary region does not answer, though all else works. */
  readonly unreachable: readonly Span[];
  /** The primary region cannot reach the lock, though all else works. */
  readonly partitioned: readonly Span[];
  /** How many times as long as it typically does each promotion takes. */
  readonly promotionFactor: number;
  /** How many calls that promote are refused first. */
  readonly promotionRefusals: number;
  /** Nodes that the recovery region cannot get. */
  readonly missingNodes: number;
  /** Route 53's answers do not change in this time. */
  readonly dnsStuck: readonly Span[];
  /** When whatever runs of the failover is killed, in seconds. */
  readonly kills: readonly number[];
  /** When somebody starts a second failover by hand, in seconds. */
  readonly doubleStarts: readonly number[];
  /** Share of all calls of the recovery region that fail once. */
  readonly callFailures: number;
  /** A person leads users back once the primary region is well; undefined where nobody does. */
  readonly failback?: FailbackFaults;
}

/** What goes wrong while users are led back. Times are seconds since the machine `failback` was started. */
export interface FailbackFaults {
  /** When a person begins, in seconds since the drill began. */
  readonly from: number;
  /** When the machine is killed; a person starts it again a minute later. */
  readonly kills: readonly number[];
  /** When the primary region is lost once more. */
  readonly lostAfter?: number;
  /** How far copies are behind, in seconds. */
  readonly lag: number;
}

export const NO_FAULT: FaultSchedule = {
  dark: [],
  unreachable: [],
  partitioned: [],
  promotionFactor: 1,
  promotionRefusals: 0,
  missingNodes: 0,
  dnsStuck: [],
  kills: [],
  doubleStarts: [],
  callFailures: 0,
};

/** A fault that a drill can be asked for. */
export interface Fault {
  readonly describes: string;
  /** Whether the proof promises the recovery time under it; a drill of another one may end with a page. */
  readonly promised: boolean;
  /** How every drill of it must end. Default: whichever way is safe. */
  readonly ends?: 'returned';
  /** Virtual seconds that it needs. Default: an hour. */
  readonly lasting?: number;
  readonly schedule: (plan: FailoverPlan, random: Random) => FaultSchedule;
}

const FOREVER = Number.POSITIVE_INFINITY;
/** When a region is lost: somewhere in a minute, so that every offset to the schedules comes up. */
const lossAt = (random: Random) => 120 + random.between(0, 60);
const dark = (random: Random, lasting = FOREVER): Span => {
  const from = lossAt(random);
  return { from, to: from + lasting };
};

const HOUR = 3600;
const returning = (random: Random): FailbackFaults => ({ from: 1.5 * HOUR, kills: [], lag: random.between(1, 55) });

/** Faults by the name that `--fault` takes. */
export const FAULTS = {
  'region-dark': {
    describes: 'the primary region is gone, for good',
    promised: true,
    schedule: (_, random) => ({ ...NO_FAULT, dark: [dark(random)] }),
  },
  'promotion-slow': {
    describes: 'each promotion takes as long as the proof allows',
    promised: true,
    schedule: (_, random) => ({ ...NO_FAULT, dark: [dark(random)], promotionFactor: FOREVER }),
  },
  'promotion-fails-twice': {
    describes: 'the first two calls that promote a database are refused',
    promised: true,
    schedule: (_, random) => ({ ...NO_FAULT, dark: [dark(random)], promotionRefusals: 2 }),
  },
  'capacity-shortage': {
    describes: 'the recovery region cannot get all the nodes that it asks for',
    promised: false,
    schedule: (_, random) => ({ ...NO_FAULT, dark: [dark(random)], missingNodes: 2 }),
  },
  'dns-stuck': {
    describes: "Route 53's answers stay as they were for half an hour",
    promised: false,
    schedule: (_, random) => {
      const lost = dark(random);
      return { ...NO_FAULT, dark: [lost], dnsStuck: [{ from: lost.from + random.between(10, 400), to: lost.from + 1800 }] };
    },
  },
  flapping: {
    describes: 'the primary region answers now and then',
    promised: false,
    schedule: (_, random) => {
      const spans: Span[] = [];
      for (let at = lossAt(random); at < 1500; at += random.between(30, 240)) {
        const to = at + random.between(5, 100);
        spans.push({ from: at, to });
        at = to;
      }
      return { ...NO_FAULT, unreachable: spans };
    },
  },
  'split-brain': {
    describes: 'users and the lock cannot reach the primary region, which goes on running',
    promised: true,
    schedule: (_, random) => {
      const lost = dark(random);
      return { ...NO_FAULT, unreachable: [lost], partitioned: [lost] };
    },
  },
  'primary-returns': {
    describes: 'the primary region comes back in the middle of the failover',
    promised: false,
    schedule: (_, random) => ({ ...NO_FAULT, dark: [dark(random, random.between(150, 700))] }),
  },
  'machine-killed': {
    describes: 'the execution of the failover is killed, twice',
    promised: false,
    schedule: (_, random) => {
      const lost = dark(random);
      const first = lost.from + random.between(150, 600);
      return { ...NO_FAULT, dark: [lost], kills: [first, first + random.between(60, 400)] };
    },
  },
  'started-twice': {
    describes: 'a person starts the failover while the detector does',
    promised: true,
    schedule: (_, random) => {
      const lost = dark(random);
      return { ...NO_FAULT, dark: [lost], doubleStarts: [lost.from + random.between(60, 500)] };
    },
  },
  failback: {
    describes: 'users are led back once the primary region is well',
    promised: false,
    ends: 'returned',
    lasting: 8 * HOUR,
    schedule: (_, random) => ({ ...NO_FAULT, dark: [dark(random, HOUR)], failback: returning(random) }),
  },
  'failback-killed': {
    describes: 'the execution of the failback is killed, and started again',
    promised: false,
    ends: 'returned',
    lasting: 8 * HOUR,
    schedule: (_, random) => ({
      ...NO_FAULT,
      dark: [dark(random, HOUR)],
      failback: { ...returning(random), kills: [random.between(5, 900)] },
    }),
  },
  'failback-behind': {
    describes: 'copies do not catch up while users are led back',
    promised: false,
    lasting: 8 * HOUR,
    schedule: (_, random) => ({ ...NO_FAULT, dark: [dark(random, HOUR)], failback: { ...returning(random), lag: 1800 } }),
  },
  'lost-again': {
    describes: 'the primary region is lost once more while users are led back',
    promised: false,
    lasting: 6 * HOUR,
    schedule: (_, random) => ({
      ...NO_FAULT,
      dark: [dark(random, HOUR)],
      failback: { ...returning(random), lostAfter: random.between(5, 900) },
    }),
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Any faults at once, as they come: what a property test asks for. */
export function anyFaults(random: Random): FaultSchedule {
  const span = (probability: number, longest: number): Span[] => {
    if (!random.chance(probability)) return [];
    const from = random.between(60, 600);
    return [{ from, to: random.chance(0.4) ? FOREVER : from + random.between(5, longest) }];
  };
  const times = (probability: number) => (random.chance(probability) ? [random.between(200, 1400)] : []);
  return {
    dark: span(0.6, 900),
    unreachable: [...span(0.5, 600), ...span(0.3, 200)],
    partitioned: [...span(0.5, 900), ...span(0.2, 300)],
    promotionFactor: random.chance(0.2) ? FOREVER : random.between(0.5, 3),
    promotionRefusals: random.chance(0.3) ? Math.floor(random.between(1, 4)) : 0,
    missingNodes: random.chance(0.2) ? 1 : 0,
    dnsStuck: span(0.2, 900),
    kills: [...times(0.4), ...times(0.3)],
    doubleStarts: [...times(0.3), ...times(0.2)],
    callFailures: random.chance(0.3) ? random.between(0, 0.1) : 0,
  };
}

/** Any faults around a failback: what a property test asks for. */
export function anyFailback(random: Random): FaultSchedule {
  const lost = dark(random, random.between(900, HOUR));
  const later = () => random.between(5, 1500);
  return {
    ...NO_FAULT,
    dark: [lost],
    promotionFactor: random.between(0.5, 3),
    callFailures: random.chance(0.4) ? random.between(0, 0.1) : 0,
    partitioned: random.chance(0.3) ? [{ from: lost.to, to: lost.to + random.between(5, 4 * HOUR) }] : [],
    failback: {
      from: lost.to + random.between(0, HOUR),
      kills: [...(random.chance(0.5) ? [later()] : []), ...(random.chance(0.3) ? [later()] : [])],
      ...(random.chance(0.3) ? { lostAfter: later() } : {}),
      lag: random.chance(0.2) ? 1800 : random.between(1, 55),
    },
  };
}
