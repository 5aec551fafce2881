import { RULES } from '../../../policy';
import { table } from '../../report/table';

/** Lists every rule: what it looks at, why, and what to do. */
export function listRules({ json }: { readonly json?: boolean }): void {
  const rules = RULES.map(({ id, severity, subject, why, mend }) => ({ id, severity, subject, why, mend }));
  const head = ['id', 'severity', 'subject', 'why', 'mend'];
  const text = json
    ? JSON.stringify({ rules }, null, 2)
    : table(
        head,
        rules.map(({ id, severity, subject, why, mend }) => [id, severity, subject, why, mend]),
      );
  process.stdout.write(`${text}\n`);
}
