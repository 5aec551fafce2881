import colors from 'picocolors';
import { formatSeconds } from '../../spec';
import type { DrillResult } from '../drill/drill';
import { type EnvironmentRehearsal, percentile, type Rehearsal } from '../drill/rehearsal';
import { table } from './table';

const whole = (seconds: number | undefined) => (seconds === undefined ? '' : formatSeconds(Math.round(seconds)));

/** How drills went, for people: a line a fault, and the timeline where one fault was asked for. */
export function drillText(rehearsed: EnvironmentRehearsal, showsTimeline: boolean): string {
  const { environment, primary, recovery, rtoSeconds, provedSeconds, rehearsals } = rehearsed;
  const seeds = rehearsals[0]?.results.length ?? 0;
  return [
    colors.bold(`drill of ${environment}: ${primary} to ${recovery}, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} a fault, in virtual time`),
    table(
      ['fault', 'recovered', 'returned', 'stopped', 'stayed', 'median', '95 %', 'longest', 'proved', 'RTO', 'what happens'],
      rehearsals.map((rehearsal) => row(rehearsal, provedSeconds, rtoSeconds)),
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
    ),
    ...(showsTimeline ? rehearsals.flatMap(({ results }) => results.slice(0, 1).map(timelineText)) : []),
  ].join('\n');
}

function row({ fault, describes, promised, results }: Rehearsal, proved: number, rto: number): string[] {
  const times = results.flatMap(({ recoverySeconds }) => recoverySeconds ?? []);
  const count = (ended: DrillResult['ended']) => String(results.filter((result) => result.ended === ended).length);
  return [
    fault,
    count('recovered'),
    count('returned'),
    count('stopped'),
    count('stayed'),
    whole(percentile(times, 0.5)),
    whole(percentile(times, 0.95)),
    whole(percentile(times, 1)),
    promised ? whole(proved) : 'no promise',
    whole(rto),
    describes,
  ];
}

function timelineText({ seed, timeline }: DrillResult): string {
  return [
    '',
    colors.bold(`timeline, seed ${seed}`),
    table(
      ['at', 'what happened'],
      timeline.map(({ at, what }) => [whole(at), what]),
      [0],
    ),
  ].join('\n');
}
