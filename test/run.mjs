// npm test: every test, from a fresh clone. Arguments are passed to jest.
import { ensureInstalled, run } from '../lib/cli/bootstrap.mjs';
import { ensureDebianPackages } from './debian-packages.mjs';

ensureInstalled();
ensureDebianPackages();
const { status } = run(process.execPath, ['node_modules/jest/bin/jest.js', ...process.argv.slice(2)]);
process.exitCode = status ?? 1;
