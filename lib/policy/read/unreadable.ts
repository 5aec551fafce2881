import type { Place } from '../../spec';
import type { Finding } from '../finding';
import type { Problem } from './text';

/** Whatever cannot be read breaks the rule that asks for objects which the API server accepts. */
const RULE = 'K30';

interface More extends Partial<Place> {
  /** Default: the file. */
  readonly subject?: string;
  /** Field path. */
  readonly path?: string;
}

/** The finding of something that cannot be read as a Kubernetes object. */
export const unreadable = (file: string, problem: Omit<Problem, 'offset'>, { subject = file, ...place }: More = {}): Finding => ({
  rule: RULE,
  severity: 'error',
  subject,
  message: `found ${problem.found}, expected ${problem.expected}`,
  fix: problem.fix,
  location: { file, ...place },
});
