import path from 'node:path';
import colors from 'picocolors';
import { type Audience, type Outcome, type PlannedStack, stackFolder } from '../../deploy';
import { changesText, outcomeText } from '../../report/deployment';

/** From here on Terraform says what came of it, outputs included. */
const RESULT = /^(Apply|Destroy) complete![\s\S]*/m;

const STATE_IN_FILE = 'The bucket of its state is not there yet: the state is kept in a file of its folder until it is, and then moves.\n';

/** Tells a person, or the log of a pipeline; each stack's text comes in one piece, however many run at a time. */
export const printed = (approves: Audience['approves']): Audience => ({
  approves,
  wave: (number, of, stacks) => print(colors.bold(`wave ${number} of ${of}: ${stacks.join(', ')}`)),
  planned: (stack, { text, changes, stateInFile }) =>
    print(`${heading(stack)}${text}\n\n${stateInFile ? STATE_IN_FILE : ''}${colors.bold(stack)}: ${changesText(changes)}\n`),
  started: (stack, { changes }: PlannedStack) =>
    print(`${colors.bold(stack)}: applying (${changesText(changes)}); output in ${path.join(stackFolder(stack), 'apply.log')}`),
  ended: (stack, outcome, text) => print(`${ending(stack, outcome, text)}${colors.bold(stack)}: ${outcomeText(outcome)}`),
});

function ending(stack: string, outcome: Outcome, text: string): string {
  if (outcome.kind === 'failed') return `${heading(stack)}${text}\n\n`;
  const result = outcome.kind === 'applied' ? RESULT.exec(text)?.[0] : undefined;
  return result === undefined ? '' : `${heading(stack)}${result}\n\n`;
}

const heading = (stack: string) => `\n${colors.dim('-----')} ${colors.bold(stack)} ${colors.dim('-----')}\n`;

const print = (text: string) => process.stdout.write(`${text}\n`);
