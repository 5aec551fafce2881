import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type HandoffEnded, type HandoffQueue, type QueueStatus, queueStatus } from '../../../handoff';

/** Seconds: from a rejection, which is quick, to a release that waits for health. */
const DURATIONS = [0.01, 0.1, 1, 5, 15, 30, 60, 120, 300, 600, 1_200, 3_600];
/** A server that does not answer must not hold up a scrape. */
const PATIENCE_MS = 2_000;

/** What Prometheus reads of a worker. */
export class HandoffMetrics {
  readonly registry = new Registry();
  private readonly attempts = new Counter({
    name: 'holdfast_handoff_attempts_total',
    help: 'Attempts that this worker made, by how they ended and why.',
    labelNames: ['ending', 'why'],
    registers: [this.registry],
  });
  private readonly durations = new Histogram({
    name: 'holdfast_handoff_duration_seconds',
    help: 'Duration of attempts.',
    labelNames: ['ending'],
    buckets: DURATIONS,
    registers: [this.registry],
  });
  private readonly troubles = new Counter({
    name: 'holdfast_handoff_trouble_total',
    help: 'What went wrong outside of a handoff.',
    labelNames: ['what'],
    registers: [this.registry],
  });
  private readonly depth = new Gauge({
    name: 'holdfast_handoff_queue_depth',
    help: 'Handoffs of the queue, by state.',
    labelNames: ['queue', 'state'],
    registers: [this.registry],
  });
  private readonly oldest = new Gauge({
    name: 'holdfast_handoff_oldest_seconds',
    help: 'Age of the handoff that has waited longest without being taken.',
    labelNames: ['queue'],
    registers: [this.registry],
  });
  private readonly up = new Gauge({
    name: 'holdfast_handoff_redis_up',
    help: 'Whether Redis answers.',
    registers: [this.registry],
  });

  constructor(private readonly queue: HandoffQueue) {
    collectDefaultMetrics({ register: this.registry });
  }

  ended({ ending, why, seconds }: HandoffEnded): void {
    this.attempts.inc({ ending, why });
    this.durations.observe({ ending }, seconds);
  }

  trouble(what: string): void {
    this.troubles.inc({ what });
  }

  /** Whether Redis answers in time. */
  async isReady(): Promise<boolean> {
    return (await this.status()) !== undefined;
  }

  async text(): Promise<string> {
    const status = await this.status();
    this.up.set(status ? 1 : 0);
    // What was true once is not told for true now.
    this.depth.reset();
    this.oldest.reset();
    if (status) {
      const { queue, waiting, leased, delayed, ready, dead, oldestSeconds } = status;
      for (const [state, count] of Object.entries({ waiting, leased, delayed, ready, dead })) this.depth.set({ queue, state }, count);
      this.oldest.set({ queue }, oldestSeconds);
    }
    return this.registry.metrics();
  }

  private async status(): Promise<QueueStatus | undefined> {
    let late: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      late = setTimeout(() => resolve(undefined), PATIENCE_MS);
    });
    try {
      return await Promise.race([queueStatus(this.queue).catch(() => undefined), patience]);
    } finally {
      clearTimeout(late);
    }
  }
}
