// Real servers and checkers that tests talk to come from Debian. A missing one is installed, or named in one clear line.
import { spawnSync } from 'node:child_process';

/** Command that a test runs, and the package that has it. */
const PACKAGES = {
  amtool: 'prometheus-alertmanager',
  jq: 'jq',
  prometheus: 'prometheus',
  pg_ctlcluster: 'postgresql',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  promtool: 'prometheus',
  'redis-server': 'redis-server',
  shellcheck: 'shellcheck',
};

/** Makes the commands available; ends the process with one clear line when it cannot. */
export function ensureDebianPackages() {
  const missing = Object.entries(PACKAGES).filter(([command]) => !runs('sh', ['-c', `command -v ${command}`]));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  const install = `apt-get install --yes --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !runs('sh', ['-c', 'command -v apt-get'])) {
    fail(`the tests need ${missing.map(([command]) => command).join(', ')}; on Debian: sudo ${install}`);
  }
  process.stderr.write(`installing the Debian packages that are missing: ${packages.join(', ')} ...\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['--quiet=2', ...args], { env, stdio: ['ignore', 2, 2] }).status === 0;
  const wanted = ['install', '--yes', '--no-install-recommends', ...packages];
  // The package lists of a fresh machine are empty, or older than the packages.
  if (!apt(...wanted) && !(apt('update') && apt(...wanted))) fail(`apt-get could not install ${packages.join(', ')}; see above`);
}

const runs = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
