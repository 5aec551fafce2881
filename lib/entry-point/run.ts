import { BrokenPromises, formatFinding } from '../policy';
import { SpecError, UsageError } from '../spec';

/** Exit codes of every command. */
const EXIT = { done: 0, broken: 1, badInput: 2 } as const;

/** System errors that a person mends outside Holdfast: no permission, no space, a file where a folder should be. */
const SYSTEM_ERRORS = new Set(['EACCES', 'EPERM', 'ENOSPC', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENAMETOOLONG']);

/**
 * Runs a command and turns what it throws into messages on stderr and the exit code of the contract: 1 for a broken
 * promise or rule, 2 for bad input. Anything else is a defect of ours and keeps its stack trace.
 */
export async function runEntryPoint(command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
    process.exitCode ??= EXIT.done;
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof SpecError) {
    const count = error.issues.length;
    process.stderr.write(`${error.message}\n${count} ${count === 1 ? 'error' : 'errors'}; nothing was written\n`);
    return EXIT.badInput;
  }
  if (error instanceof BrokenPromises) {
    process.stderr.write(`${error.findings.map(formatFinding).join('\n')}\n${error.message}; nothing was written\n`);
    return EXIT.broken;
  }
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.badInput;
  }
  if (error instanceof Error && 'code' in error && SYSTEM_ERRORS.has(String(error.code))) {
    process.stderr.write(`cannot write the output: ${error.message}\n`);
    return EXIT.badInput;
  }
  throw error;
}
