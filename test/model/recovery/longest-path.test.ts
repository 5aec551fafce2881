import { longestPath } from '../../../lib/model';

const task = (seconds: number, more: object) => ({ Type: 'Task', TimeoutSeconds: seconds, ...more });

test('steps in a row add up, and of two ways the longer one counts', () => {
  const machine = {
    StartAt: 'A',
    States: {
      A: task(5, { Next: 'B' }),
      B: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'C' }], Default: 'D' },
      C: task(7, { Next: 'D' }),
      D: { Type: 'Wait', Seconds: 10, Next: 'E' },
      E: { Type: 'Succeed' },
    },
  };
  expect(longestPath(machine)).toEqual({ seconds: 22, unbounded: [] });
});

test('every attempt counts, and every pause between two', () => {
  const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 }];
  expect(longestPath({ StartAt: 'A', States: { A: task(5, { Retry, End: true }) } }).seconds).toBe(5 * 3 + 1 + 2);
});

test('defaults of a retrier are those of the language', () => {
  const Retry = [{ ErrorEquals: ['States.ALL'] }];
  expect(longestPath({ StartAt: 'A', States: { A: task(5, { Retry, End: true }) } }).seconds).toBe(5 * 4 + 1 + 2 + 4);
});

test('what a failure leads to counts behind what failed', () => {
  const States = { A: task(5, { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }], End: true }), B: task(9, { End: true }) };
  expect(longestPath({ StartAt: 'A', States }).seconds).toBe(14);
});

test('of branches side by side the longest counts', () => {
  const branch = (seconds: number) => ({ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: seconds, End: true } } });
  const machine = { StartAt: 'P', States: { P: { Type: 'Parallel', Branches: [branch(3), branch(8)], End: true } } };
  expect(longestPath(machine).seconds).toBe(8);
});

test('a loop counts as often as it says that it turns, with its longest way round', () => {
  const machine = {
    StartAt: 'Look',
    States: {
      Look: task(3, { Next: 'Good?' }),
      'Good?': { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'Act' }], Default: 'Again' },
      Act: task(5, { Next: 'Again' }),
      Again: {
        Type: 'Choice',
        Comment: 'at most 4 rounds',
        Choices: [{ Variable: '$.n', NumericGreaterThan: 4, Next: 'Done' }],
        Default: 'Rest',
      },
      Rest: { Type: 'Wait', Seconds: 10, Next: 'Look' },
      Done: task(1, { End: true }),
    },
  };
  expect(longestPath(machine).seconds).toBe(4 * (3 + 5 + 10) + 1);
});

test('a loop that does not say how often it turns, and a task without a time-out, have no bound', () => {
  const loop = { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 1, Next: 'A' } } };
  expect(longestPath(loop)).toEqual({ seconds: Number.POSITIVE_INFINITY, unbounded: ['A'] });
  expect(longestPath({ StartAt: 'A', States: { A: { Type: 'Task', End: true } } }).unbounded).toEqual(['A']);
});

test.each([[undefined], [{}], [{ StartAt: 'A', States: 7 }], [{ StartAt: 'A', States: { A: 'text' } }]])(
  '%p takes no time and breaks nothing',
  (machine) => {
    expect(longestPath((machine ?? {}) as object).seconds).toBe(0);
  },
);
