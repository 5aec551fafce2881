import { formatSeconds } from '../../spec';
import { gapsBetweenRuns } from '../schedule';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Cadences that divide an hour or a day, so that every gap is alike. The longest is a day: nobody backs up less often. */
const CADENCES = [
  ...[5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12, 24].map((hours) => hours * HOUR),
] as const;

/** An expression with evenly spaced runs, for a cadence of `CADENCES`. */
export function cronEvery(seconds: number): string {
  if (seconds < HOUR) return `*/${seconds / MINUTE} * * * *`;
  if (seconds === HOUR) return '0 * * * *';
  return seconds < 24 * HOUR ? `0 */${seconds / HOUR} * * *` : '0 0 * * *';
}

/**
 * The longest cadence whose copies are safe before the recovery point is lost. A copy is safe when it has ended, and one ends
 * before the next starts. Undefined when no cadence is short enough.
 */
export const cadenceWithin = (rpoSeconds: number, durationSeconds: number): number | undefined =>
  CADENCES.findLast((gap) => gap >= durationSeconds && gap + durationSeconds < rpoSeconds);

/** The shortest cadence at which one copy ends before the next starts. */
export const shortestCadence = (durationSeconds: number): number => CADENCES.find((gap) => gap >= durationSeconds) ?? 24 * HOUR;

/** Why an expression is not the cadence that was meant, and the expression that is; undefined when it is. */
export function cadenceFault(cron: string, everySeconds: number): { readonly message: string; readonly fix: string } | undefined {
  const { shortest, longest } = gapsBetweenRuns(cron);
  if (shortest === everySeconds && longest === everySeconds) return undefined;
  const meant = formatSeconds(everySeconds);
  const right = expressionFor(everySeconds);
  const fix = right === undefined ? `say in every: what ${cron} does, or choose a cadence that divides a day` : `write "${right}"`;
  if (shortest !== longest) {
    return {
      message: `"${cron}" is not evenly spaced: between two runs pass ${formatSeconds(shortest)} to ${formatSeconds(longest)}, and ${meant} was meant`,
      fix,
    };
  }
  return { message: `"${cron}" runs every ${formatSeconds(longest)}, and every ${meant} was meant${misread(cron, everySeconds)}`, fix };
}

/** A step in the first field counts minutes, whatever was meant by it. */
function misread(cron: string, everySeconds: number): string {
  const [, step] = /^\*\/(\d+) /.exec(cron) ?? [];
  if (step === undefined || everySeconds < HOUR) return '';
  return `: the first of the five fields is the minute, so */${step} in it means every ${step} minutes; hours are the second field`;
}

/** Steps that people use for hours, and seldom for minutes. */
const STEPS_OF_HOURS = [2, 3, 4, 6, 8, 12];

/** A full backup every few minutes, of which nobody said that it was meant. */
export function suspectedHours(cron: string): { readonly message: string; readonly fix: string } | undefined {
  const [, written] = /^\*\/(\d+)( \*){4}$/.exec(cron) ?? [];
  const step = Number(written);
  if (!STEPS_OF_HOURS.includes(step)) return undefined;
  return {
    message: `"${cron}" makes a full backup every ${step} minutes: the first of the five fields is the minute, hours are the second`,
    fix: `write "0 */${step} * * *" for every ${step} hours, or say that minutes are meant: every: ${step}m`,
  };
}

// Steps that do not divide their field start anew with each hour or day: 0 */7 * * * runs at 21:00 and again at 00:00.
export function unevenStep(cron: string): { readonly message: string; readonly fix: string } | undefined {
  const [minute = '', hour = ''] = cron.split(/\s+/);
  const { shortest, longest } = gapsBetweenRuns(cron);
  const steps = [stepOf(minute, 60), stepOf(hour, 24)].filter((step) => step !== undefined);
  const [worst] = steps.filter(({ step, size }) => size % step !== 0);
  if (!worst || shortest === longest) return undefined;
  const { step, size } = worst;
  const unit = size === 60 ? 'minutes' : 'hours';
  const divisor = Array.from({ length: step - 1 }, (_, i) => step - 1 - i).find((candidate) => size % candidate === 0) ?? 1;
  return {
    message: `"${cron}" looks like every ${step} ${unit} and is not evenly spaced: ${step} does not divide ${size}, so between two runs pass ${formatSeconds(shortest)} to ${formatSeconds(longest)}`,
    fix: `use a step that divides ${size}, such as */${divisor}, or name the ${unit}`,
  };
}

function stepOf(field: string, size: number): { readonly step: number; readonly size: number } | undefined {
  const [, step] = /^\*\/(\d+)$/.exec(field) ?? [];
  return step === undefined ? undefined : { step: Number(step), size };
}

/** Undefined for a cadence that five fields cannot say. */
function expressionFor(seconds: number): string | undefined {
  if (CADENCES.some((known) => known === seconds)) return cronEvery(seconds);
  if (seconds === 7 * 24 * HOUR) return '0 0 * * 0';
  const minutes = seconds / MINUTE;
  if (minutes === 1) return '* * * * *';
  return Number.isInteger(minutes) && minutes < 60 && 60 % minutes === 0 ? `*/${minutes} * * * *` : undefined;
}
