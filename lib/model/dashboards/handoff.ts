import type { Platform } from '../platform';
import { type Dashboard, dashboardUid, type Panel, RATE, within } from './dashboard';

/** What a person looks at when handoffs do not move; undefined where no worker takes them. */
export function handoffDashboard(platform: Platform): Dashboard | undefined {
  if (!platform.spec.handoff) return undefined;
  return {
    uid: dashboardUid(platform, 'handoffs'),
    title: `${platform.name}: handoffs`,
    description: 'Whether releases that are asked for through Redis are worked on, and what becomes of them.',
    tags: [platform.name, 'handoff'],
    markers: [],
    rows: [
      { title: 'Queue', panels: QUEUE },
      { title: 'Attempts', panels: ATTEMPTS },
    ],
  };
}

const depth = within('holdfast_handoff_queue_depth');
const attempts = (...matchers: readonly string[]) => within('holdfast_handoff_attempts_total', ...matchers);

const QUEUE: readonly Panel[] = [
  {
    title: 'Put aside',
    description: 'Handoffs that no attempt helped. Each one is a release that did not happen: npx holdfast handoff dead-letter says why.',
    kind: 'figure',
    unit: 'short',
    // Every worker counts the same queue.
    queries: [{ expr: `max(${within('holdfast_handoff_queue_depth', 'state="dead"')})`, legend: 'put aside' }],
    thresholds: [{ from: 1, colour: 'red' }],
  },
  {
    title: 'Handoffs by state',
    description: 'waiting: nobody has taken it; leased: worked on; delayed and ready: between two attempts.',
    kind: 'graph',
    unit: 'short',
    queries: [{ expr: `max by (state) (${depth})`, legend: '{{state}}' }],
    min: 0,
  },
  {
    title: 'Age of the oldest that waits',
    description: 'A queue that grows is busy; one whose oldest grows is stuck.',
    kind: 'graph',
    unit: 's',
    queries: [{ expr: `max(${within('holdfast_handoff_oldest_seconds')})`, legend: 'oldest' }],
    min: 0,
  },
];

const ATTEMPTS: readonly Panel[] = [
  {
    title: 'Attempts by ending',
    description: 'retry and lost come before handoffs are put aside.',
    kind: 'graph',
    unit: 'reqps',
    queries: [{ expr: `sum by (ending) (rate(${attempts()}[${RATE}]))`, legend: '{{ending}}' }],
    min: 0,
  },
  {
    title: 'Outcomes in an hour',
    description: 'What became of handoffs that are done: released, rejected, rolled back.',
    kind: 'graph',
    unit: 'short',
    queries: [{ expr: `sum by (why) (increase(${attempts('ending="done"')}[1h]))`, legend: '{{why}}' }],
    min: 0,
  },
  {
    title: 'Duration of an attempt',
    description: 'The slowest twentieth. An attempt that comes near its limit is cut off and made again.',
    kind: 'graph',
    unit: 's',
    queries: [
      {
        expr: `histogram_quantile(0.95, sum by (le) (rate(${within('holdfast_handoff_duration_seconds_bucket')}[${RATE}])))`,
        legend: '95 %',
      },
    ],
    min: 0,
  },
];
