import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A folder that exists while the work goes on, and is removed when it ends: well, badly, or by a signal. On a signal the
 * work is told to stop first, since git would go on writing; then the process ends by that signal, as it would without us.
 */
export async function inTemporaryFolder<T>(work: (folder: string, stopped: AbortSignal) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-publish-'));
  const stop = new AbortController();
  let received: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    received = signal;
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(folder, stop.signal);
  } finally {
    // A git that is ending may still write while we remove.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    for (const signal of SIGNALS) process.off(signal, onSignal);
    if (received) process.kill(process.pid, received);
  }
}
