import { spawnSync } from 'node:child_process';

/** Runs a measurement in a process of its own, and returns the JSON that it prints. */
export function measured<T>(script: string, ...args: readonly (string | number)[]): T {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', script, ...args.map(String)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

/** The fastest of several runs: what else the machine does only ever adds. */
export function best<T extends { readonly seconds: number }>(repeats: number, run: () => T): T {
  return Array.from({ length: repeats }, run).reduce((a, b) => (a.seconds <= b.seconds ? a : b));
}
