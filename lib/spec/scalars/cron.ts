import { CronExpressionParser } from 'cron-parser';
import { refuse, scalar } from './scalar';

const MACROS: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
};

/** A cron expression of five fields, as the Kubernetes CronJob controller reads it. */
export function cron(description: string) {
  const expected = 'a cron expression of five fields (minute hour day month weekday), such as "0 */6 * * *"';
  return scalar({ type: 'string', description, examples: ['0 */6 * * *'] }, (value) => {
    if (typeof value !== 'string') return refuse(expected, 'put the expression in quotes');
    const macro = MACROS[value.trim()];
    if (macro) return refuse(expected, `write it out: "${macro}"`);
    const fields = value.trim().split(/\s+/);
    if (fields.length === 6) return refuse(expected, `Kubernetes has no field for seconds: "${fields.slice(1).join(' ')}"`);
    if (fields.length !== 5) return refuse(expected);
    try {
      CronExpressionParser.parse(value);
    } catch (error) {
      return refuse(expected, error instanceof Error ? error.message : undefined);
    }
    return fields.join(' ');
  });
}
