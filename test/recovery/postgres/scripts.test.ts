import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/platforms';

const FOLDER = path.join(ROOT, 'lib/recovery/postgres/scripts');

test('shellcheck has nothing to say of the scripts', () => {
  const scripts = readdirSync(FOLDER).filter((file) => file.endsWith('.sh'));
  const { status, stdout } = spawnSync('shellcheck', ['--external-sources', ...scripts], { cwd: FOLDER, encoding: 'utf8' });
  expect(scripts).toContain('archive.sh');
  expect(stdout).toBe('');
  expect(status).toBe(0);
});
