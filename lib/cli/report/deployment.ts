import colors from 'picocolors';
import type { Changes, Outcome, Outcomes } from '../deploy';
import { table } from './table';

/** What a plan comes to, in the words of Terraform's own summary. */
export const changesText = ({ add, change, destroy, outputsOnly }: Changes): string =>
  outputsOnly ? 'outputs only' : `${add} to add, ${change} to change, ${destroy} to destroy`;

/** A line about the end of a stack. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'unchanged':
      return 'no changes';
    case 'planned':
      return `planned: ${changesText(outcome.changes)}`;
    case 'applied':
      return colors.green('applied');
    case 'failed':
      return `${colors.red('failed')} (terraform ${outcome.during === 'migrate' ? 'init -migrate-state' : outcome.during})`;
    case 'waiting':
      return `not planned: ${outcome.for} comes first`;
    case 'notStarted':
      return `${colors.yellow('not started')}: ${outcome.because}`;
  }
}

/** Every stack with its end, and how many ended which way. */
export function outcomesTable(outcomes: Outcomes): string {
  const rows = [...outcomes].map(([stack, outcome]) => {
    const changes = outcome.kind === 'applied' || outcome.kind === 'planned' ? outcome.changes : undefined;
    const counts = changes ? [changes.add, changes.change, changes.destroy].map(String) : ['', '', ''];
    return [stack, plain(outcome), ...counts, remark(outcome)];
  });
  return `${table(['stack', 'outcome', 'add', 'change', 'destroy', ''], rows, [2, 3, 4])}\n\n${totals(outcomes)}`;
}

const NAMES: Readonly<Record<Outcome['kind'], string>> = {
  applied: 'applied',
  unchanged: 'no changes',
  planned: 'planned',
  waiting: 'not planned',
  failed: 'failed',
  notStarted: 'not started',
};

const plain = ({ kind }: Outcome) => NAMES[kind];

function remark(outcome: Outcome): string {
  if (outcome.kind === 'failed') return outcome.log;
  if (outcome.kind === 'waiting') return `${outcome.for} comes first`;
  return outcome.kind === 'notStarted' ? `because ${outcome.because}` : '';
}

function totals(outcomes: Outcomes): string {
  const kinds = Object.keys(NAMES) as Outcome['kind'][];
  const counts = kinds.map((kind) => [NAMES[kind], [...outcomes.values()].filter((outcome) => outcome.kind === kind).length] as const);
  return counts.flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : [])).join(', ');
}
