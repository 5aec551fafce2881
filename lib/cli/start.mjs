// npm start: everything for the reference platform, from a fresh clone.
import { ensureInstalled, run } from './bootstrap.mjs';

ensureInstalled();
const { status } = run(process.execPath, ['lib/cli/holdfast.cjs', 'synth', ...process.argv.slice(2)]);
process.exitCode = status ?? 1;
