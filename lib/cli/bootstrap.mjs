// Installs what is missing before anything of node_modules is loaded, so that a fresh clone needs one command.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const OLDEST_NODE = 20;

/** Makes node_modules match the lockfile; ends the process with one clear line when it cannot. */
export function ensureInstalled() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    fail(`Holdfast needs Node.js ${OLDEST_NODE} or later; this is ${process.version}`);
  }
  const installed = path.join(root, 'node_modules/.package-lock.json');
  const locked = path.join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(locked).mtimeMs) return;
  process.stderr.write('installing the npm packages that are missing ...\n');
  // Not `npm ci`: it refuses a lockfile that lacks optional packages of other platforms, as one made behind a mirror may.
  const { status } = run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) fail('npm install failed; see above');
}

/** Runs a command in the project's root and passes on what it prints. */
export const run = (command, args, options = {}) => spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
