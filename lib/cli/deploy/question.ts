import { createInterface } from 'node:readline';

/** Whether somebody can be asked. */
export const canAsk = (): boolean => process.stdin.isTTY === true;

/** Asks on the terminal; Ctrl+C and the end of input are no answer. */
export function ask(question: string, input: NodeJS.ReadableStream = process.stdin): Promise<string | undefined> {
  const terminal = createInterface({ input, output: process.stdout });
  return new Promise((resolve) => {
    terminal.once('SIGINT', () => terminal.close());
    terminal.once('close', () => resolve(undefined));
    terminal.question(question, (answer) => {
      resolve(answer.trim());
      terminal.close();
    });
  });
}
