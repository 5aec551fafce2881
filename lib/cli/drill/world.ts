import type { FailoverPlan, ManagedDatabase } from '../../model';
import { PROMOTION, WITNESS_TTL } from '../../model';
import type { Item } from './dynamo-item';
import type { FaultSchedule, Span } from './faults';
import type { Random } from './random';

/** Something that happened, for people to read. */
export interface Happening {
  /** Virtual seconds since the drill began. */
  readonly at: number;
  readonly what: string;
}

/** What bears the name of a database in one region. */
export interface ServerState {
  writes: boolean;
  /** What AWS is at work with; nothing else is begun meanwhile. */
  busy: 'modifying' | 'creating' | 'renaming' | undefined;
  /** A server of RDS that was put aside has left its name. */
  exists: boolean;
  aside: boolean;
}

/** One database in both regions. */
export interface DatabaseState {
  readonly database: ManagedDatabase;
  readonly servers: Readonly<Record<'primary' | 'recovery', ServerState>>;
  refusals: number;
}

/** Until AWS has taken a member of a global database back, in seconds. Assumption. */
const TAKEN_BACK = 900;
const server = (writes: boolean): ServerState => ({ writes, busy: undefined, exists: true, aside: false });
const within = (spans: readonly Span[], at: number) => spans.some(({ from, to }) => at >= from && at < to);

/** Failures within this time belong to one alarm, in seconds. */
const ALARM_PERIOD = 300;
/** Until Route 53's answers change, and until an alarm has been evaluated, in seconds; the model's assumptions are their upper bounds. */
const CHANGE = { least: 1, most: 30 } as const;
/** Until pods start after the power has come back, in seconds: at once is the worst. */
const START = { least: 0, most: 180 } as const;
/** Time between two questions of a pod that waits, in seconds. */
const ASK = 5;

/**
 * Two regions of AWS as a failover sees them: the lock, the gates, the databases, Route 53, and who can reach whom. It keeps to what
 * AWS documents where that decides who may write: a conditional write counts once, a promoted replica leaves its source as it is, and
 * a global database has one writer.
 */
export class World {
  readonly happenings: Happening[] = [];
  lock: Item;
  readonly gates = new Map<string, 'allow' | 'deny'>();
  readonly databases: readonly DatabaseState[];
  nodes: { wanted: number; since: number };
  /** When both regions could write to the same database, in seconds. */
  twoWriters: number | undefined;
  /** When something that was written was not there any more after a planned change of hands, in seconds. */
  lostWrites: number | undefined;
  /** When users were led back, and when everything was as before. */
  returnedAt: number | undefined;
  settledAt: number | undefined;
  /** Spans in which the primary region is gone once more. */
  readonly lostAgain: Span[] = [];
  private backAt = 0;
  private closedAt: number | undefined;
  pages: Happening[] = [];
  servedAt: number | undefined;
  private metric: { value: number; at: number }[] = [];
  private alarm = false;
  private readonly alarms = new Map<string, number>();
  private health = { up: true, since: 0, streak: 0 };
  private answer: string;
  private writer: string;
  /** Pods of the primary region that write: they ask who does before they start. */
  private podsRun = true;
  private readonly started = Date.now();

  constructor(
    readonly plan: FailoverPlan,
    readonly faults: FaultSchedule,
    readonly random: Random,
  ) {
    const { primary, recovery, promotions } = plan;
    this.lock = { id: { S: 'writer' }, writer: { S: primary.region }, epoch: { N: '0' }, phase: { S: 'settled' }, renewal: { S: 'none' } };
    for (const { region } of [primary, recovery]) this.gates.set(region, 'allow');
    this.databases = promotions.map((database) => ({
      database,
      servers: { primary: server(true), recovery: server(false) },
      refusals: faults.promotionRefusals,
    }));
    this.nodes = { wanted: recovery.nodes.min.value, since: 0 };
    this.answer = primary.region;
    this.writer = primary.region;
  }

  /** Names of executions that somebody gave. */
  readonly names = new Set<string>();

  /** What the lock says comes to pass. */
  reached(phase: string | undefined): void {
    if (phase === 'serving') this.servedAt ??= this.now;
    if (phase === 'returned') this.returnedAt = this.now;
    if (phase === 'settled' && this.returnedAt !== undefined) this.settledAt = this.now;
  }

  get now(): number {
    return (Date.now() - this.started) / 1000;
  }

  note(what: string): void {
    this.happenings.push({ at: this.now, what });
  }

  page(what: string): void {
    this.pages.push({ at: this.now, what });
    this.note(`page: ${what}`);
  }

  /** An alarm that is on already tells nobody again. */
  alarmOf(what: string): void {
    const last = this.alarms.get(what);
    this.alarms.set(what, this.now);
    if (last === undefined || this.now - last > ALARM_PERIOD) this.page(`alarm: ${what}`);
  }

  isDark(region: string): boolean {
    return region === this.plan.primary.region && (within(this.faults.dark, this.now) || within(this.lostAgain, this.now));
  }

  reachesLock(region: string): boolean {
    return !(region === this.plan.primary.region && within(this.faults.partitioned, this.now));
  }

  /** Whether a region's public endpoint answers. */
  answers(region: string): boolean {
    return !this.isDark(region) && !(region === this.plan.primary.region && within(this.faults.unreachable, this.now));
  }

  /** The region that a name is answered with. */
  get serving(): string {
    return this.answer;
  }

  /** The region that the name of the writer is answered with. */
  get writing(): string {
    return this.writer;
  }

  /** The primary region is lost once more, for good. */
  loseAgain(): void {
    this.lostAgain.push({ from: this.now, to: Number.POSITIVE_INFINITY });
    this.note(`${this.plan.primary.region} is gone once more`);
  }

  /** Power is back: nodes start, and pods ask before they do anything. */
  comeBack(): void {
    this.podsRun = false;
    this.backAt = this.now;
    this.note(`${this.plan.primary.region} is back`);
    const ask = (): void => {
      if (this.isDark(this.plan.primary.region)) return;
      if (this.writer !== this.plan.primary.region) return void setTimeout(ask, ASK * 1000);
      this.podsRun = true;
      this.note(`pods of ${this.plan.primary.region} start`);
      this.look();
    };
    setTimeout(ask, this.random.between(START.least, START.most) * 1000);
  }

  publish(value: number): void {
    this.metric.push({ value, at: this.now });
    if (this.metric.length > 20) this.metric.shift();
  }

  /** Every ten seconds: Route 53's checkers look, and answers follow. */
  tickHealth(): void {
    const { threshold, probes } = this.plan.settings;
    const every = probes.intervalSeconds < 30 ? 10 : 30;
    const up = this.answers(this.plan.primary.region);
    this.health.streak = up === this.health.up ? 0 : this.health.streak + 10;
    if (this.health.streak >= every * threshold) {
      this.health = { up, since: this.now, streak: 0 };
      this.note(`Route 53's checkers say that ${this.plan.primary.region} is ${up ? 'up' : 'down'}`);
    }
    this.follow();
  }

  /** Every minute: the alarm by which users are kept away is evaluated. */
  tickAlarm(): void {
    const last = this.metric.filter(({ at }) => at >= this.now - 60).map(({ value }) => value);
    if (last.length === 0) return;
    const alarm = Math.max(...last) >= 1;
    if (alarm !== this.alarm) this.note(alarm ? 'users are kept away from the old region' : 'users may go back');
    if (alarm !== this.alarm) {
      setTimeout(
        () => {
          this.writer = alarm ? this.plan.recovery.region : this.plan.primary.region;
          this.note(`the name of the writer answers ${this.writer}`);
        },
        this.random.between(CHANGE.least, CHANGE.most + WITNESS_TTL) * 1000,
      );
    }
    this.alarm = alarm;
    this.follow();
  }

  private follow(): void {
    const { primary, recovery } = this.plan;
    const answer = this.health.up && !this.alarm ? primary.region : recovery.region;
    if (answer === this.answer) return;
    setTimeout(() => {
      if (within(this.faults.dnsStuck, this.now) || this.answer === answer) return;
      const still = this.health.up && !this.alarm ? primary.region : recovery.region;
      if (still !== answer) return;
      this.answer = answer;
      this.note(`answers name ${answer}`);
    }, this.random.between(CHANGE.least, CHANGE.most) * 1000);
  }

  /** The role of a region. */
  roleOf(region: string): 'primary' | 'recovery' {
    return region === this.plan.primary.region ? 'primary' : 'recovery';
  }

  /** Opens or closes the gate of a region. */
  setGate(region: string, action: 'allow' | 'deny'): void {
    if (this.gates.get(region) !== action) {
      this.note(`${region} ${action === 'deny' ? 'closes' : 'opens'} its gate`);
      if (region === this.plan.recovery.region) this.closedAt = action === 'deny' ? this.now : undefined;
    }
    this.gates.set(region, action);
    this.look();
  }

  /**
   * A call that promotes a copy. Its source may be gone, and does not notice.
   *
   * @returns whether the call is taken
   */
  promote(state: DatabaseState, region: string): boolean {
    const own = state.servers[this.roleOf(region)];
    if (own.writes || own.busy) return true;
    if (state.refusals > 0) {
      state.refusals--;
      this.note(`the promotion of ${state.database.name} is refused`);
      return false;
    }
    const { replication, name } = state.database;
    const kind = replication.value === 'none' ? 'readReplica' : replication.value;
    if (this.roleOf(region) === 'primary') this.loseWrites(state);
    const worst = this.plan.limits.promote[name] ?? PROMOTION[kind].worstSeconds;
    const takes = Math.min(worst, PROMOTION[kind].typicalSeconds * this.faults.promotionFactor * this.random.between(0.7, 1.3));
    this.note(`${name} is promoted`);
    this.work(own, 'modifying', takes, () => {
      own.writes = true;
      // A global database knows one writer; a replica's source is left as it was.
      if (kind === 'globalDatabase') state.servers[this.roleOf(region) === 'primary' ? 'recovery' : 'primary'].writes = false;
      this.note(`${name} may be written to in ${region}`);
    });
    return true;
  }

  /** What the recovery region wrote, and the copy in the primary region does not have when it is promoted. */
  private loseWrites({ database: { name } }: DatabaseState): void {
    const lag = this.faults.failback?.lag ?? 0;
    if (this.closedAt !== undefined && this.now - this.closedAt > lag) return;
    this.lostWrites ??= this.now;
    this.note(`LOST WRITES of ${name}`);
  }

  /** A global database is switched over: both sides wait until all is copied, and nothing is lost. */
  switchOver(state: DatabaseState, to: string): void {
    const [target, source] = this.roleOf(to) === 'primary' ? (['primary', 'recovery'] as const) : (['recovery', 'primary'] as const);
    if (state.servers[target].writes || state.servers[target].busy) return;
    this.note(`${state.database.name} is switched over`);
    this.work(state.servers[target], 'modifying', this.random.between(20, 120), () => {
      state.servers[source].writes = false;
      state.servers[target].writes = true;
      this.note(`${state.database.name} may be written to in ${to}`);
    });
  }

  /** A server of RDS leaves its name. */
  putAside({ database, servers }: DatabaseState, region: string): void {
    const own = servers[this.roleOf(region)];
    this.work(own, 'renaming', this.random.between(30, 180), () => {
      Object.assign(own, { writes: false, exists: false, aside: true });
      this.note(`${database.name} of ${region} is put aside`);
    });
  }

  /** A copy is made of what the other region writes. */
  copy({ database, servers }: DatabaseState, region: string): void {
    const own = servers[this.roleOf(region)];
    Object.assign(own, { exists: true, writes: false });
    this.note(`a copy of ${database.name} is made in ${region}`);
    this.work(own, 'creating', this.random.between(600, 3600), () => this.note(`${database.name} of ${region} follows`));
  }

  private work(server: ServerState, what: NonNullable<ServerState['busy']>, seconds: number, done: () => void): void {
    server.busy = what;
    setTimeout(() => {
      server.busy = undefined;
      done();
      this.look();
    }, seconds * 1000);
  }

  /** Members of a global database: one that was gone is taken back some minutes after its region is well. */
  get members(): number {
    return this.isDark(this.plan.primary.region) || (this.backAt > 0 && this.now - this.backAt < TAKEN_BACK) ? 1 : 2;
  }

  /** Looks whether a database can be written to in two regions. Called after everything that may change it. */
  look(): void {
    const { primary, recovery } = this.plan;
    if (this.twoWriters !== undefined || this.isDark(primary.region) || !this.podsRun) return;
    const open = (region: string) => this.gates.get(region) === 'allow';
    const both = this.databases.find(
      ({ servers }) => servers.primary.writes && servers.recovery.writes && open(primary.region) && open(recovery.region),
    );
    if (!both) return;
    this.twoWriters = this.now;
    this.note(`TWO WRITERS of ${both.database.name}`);
  }
}
