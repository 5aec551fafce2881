import { quote } from '../issue';
import { refuse, scalar } from './scalar';

/** A length of time as the user wrote it, and in seconds. */
export interface Duration {
  readonly seconds: number;
  readonly text: string;
}

const UNITS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const;
/** Ten years: longer is a slip of the keyboard. */
const LONGEST_SECONDS = 3650 * 86_400;
const PATTERN = '^(\\d+(\\.\\d+)?(ms|s|m|h|d))+$';

/** Builds a duration from seconds, for defaults and derived values. */
export function seconds(value: number): Duration {
  return { seconds: value, text: formatSeconds(value) };
}

/** `90` as `1m30s`, `0.2` as `200ms`. */
export function formatSeconds(value: number): string {
  if (value === 0) return '0s';
  if (value < 1) return `${Math.round(value * 1000)}ms`;
  const parts: string[] = [];
  let rest = Math.round(value);
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const count = Math.floor(rest / UNITS[unit]);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * UNITS[unit];
  }
  return parts.join('');
}

/** Reads `30s`, `1h30m`, `200ms`; undefined when it is not a duration. */
export function parseDuration(text: string): Duration | undefined {
  if (!new RegExp(PATTERN).test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(count) * UNITS[unit as keyof typeof UNITS];
  }
  // Sums of milliseconds must not show binary fractions (0.1 + 0.2).
  return { seconds: Math.round(total * 1000) / 1000, text };
}

/** A duration with its unit: `30s`, `15m`, `1h30m`, `200ms`, `30d`. A bare number is refused: seconds or milliseconds? */
export function duration(description: string, bounds: { min?: string; max?: string } = {}) {
  const min = bounds.min === undefined ? undefined : parseDuration(bounds.min);
  const max = bounds.max === undefined ? undefined : parseDuration(bounds.max);
  const range = min && max ? ` from ${min.text} to ${max.text}` : min ? ` of at least ${min.text}` : max ? ` of at most ${max.text}` : '';
  const expected = `a duration with its unit${range}, such as 30s, 15m or 1h30m`;
  return scalar({ type: 'string', pattern: PATTERN, description, examples: ['30s', '15m'] }, (value) => {
    if (typeof value === 'number' && !(Number.isFinite(value) && value >= 0)) return refuse(expected);
    if (typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value))) {
      return refuse(expected, `add the unit: ${value}s for seconds, ${value}ms for milliseconds, ${value}m for minutes`);
    }
    if (typeof value !== 'string') return refuse(expected);
    const parsed = parseDuration(value);
    if (!parsed) return refuse(expected, `the units are ms, s, m, h and d; ${quote(value)} has none of them, or more`);
    if (parsed.seconds > LONGEST_SECONDS) return refuse(expected);
    if ((min && parsed.seconds < min.seconds) || (max && parsed.seconds > max.seconds)) return refuse(expected);
    return parsed;
  });
}
