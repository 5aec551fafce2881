import { CronExpressionParser } from 'cron-parser';
import { quote } from '../issue';
import { refuse, scalar } from './scalar';

const MACROS: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Words for the numbers, from `min` on. */
  readonly words?: readonly string[];
}

/** The fields as the CronJob controller reads them (robfig/cron v3, spec.go): Sunday is 0 and never 7, and there is no L, W or #. */
const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { name: 'weekday', min: 0, max: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** A cron expression of five fields, as the Kubernetes CronJob controller reads it. */
export function cron(description: string) {
  const expected = 'a cron expression of five fields (minute hour day month weekday), such as "0 */6 * * *"';
  return scalar({ type: 'string', description, examples: ['0 */6 * * *'] }, (value) => {
    if (typeof value !== 'string') return refuse(expected, 'put the expression in quotes');
    const macro = MACROS.get(value.trim());
    if (macro) return refuse(expected, `write it out: "${macro}"`);
    const fields = value.trim().split(/\s+/);
    if (fields.length === 6) return refuse(expected, `Kubernetes has no field for seconds: "${fields.slice(1).join(' ')}"`);
    if (fields.length !== 5) return refuse(expected);
    const wrong = FIELDS.map((field, i) => wrongField(field, fields[i] ?? '')).find((fix) => fix !== undefined);
    if (wrong) return refuse(expected, wrong);
    try {
      CronExpressionParser.parse(fields.join(' '));
    } catch {
      return refuse(expected, 'name a day that comes in some year');
    }
    return fields.join(' ');
  });
}

/** What to mend in a field: a list of `*`, values and ranges, each with an optional step. */
function wrongField(field: Field, text: string): string | undefined {
  const number = (word: string) => {
    const named = field.words?.indexOf(word.toLowerCase()) ?? -1;
    if (named >= 0) return field.min + named;
    return /^\d{1,4}$/.test(word) ? Number(word) : Number.NaN;
  };
  const inRange = (value: number) => value >= field.min && value <= field.max;
  for (const part of text.split(',')) {
    const match = /^(?:[*?]|([^-/]+)(?:-([^-/]+))?)(?:\/(\d{1,4}))?$/.exec(part);
    const [, from, to, step] = match ?? [];
    const start = from === undefined ? field.min : number(from);
    const end = to === undefined ? start : number(to);
    const fits = match && inRange(start) && inRange(end) && start <= end && (step === undefined || Number(step) > 0);
    if (!fits)
      return `the ${field.name} takes ${field.min} to ${field.max}, *, ranges such as 1-5 and steps such as */2; not ${quote(part)}`;
  }
  return undefined;
}
