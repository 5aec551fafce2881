import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { toYaml } from '../../../lib/output';
import { fixturePlatform, referencePlatform } from '../../support/platforms';
import { inTemporaryFolder } from '../../support/run';
import { plainFile, withFixedTargets } from './support';

const check = (config: object) =>
  inTemporaryFolder((folder) => {
    writeFileSync(path.join(folder, 'prometheus.yml'), toYaml(config));
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'config', 'prometheus.yml'], { cwd: folder, encoding: 'utf8' });
    return { status, told: stdout + stderr };
  });

describe('the real promtool', () => {
  test.each([
    ['the reference platform', () => plainFile(referencePlatform(), 'prometheus.yml', 'production/us-east-1')],
    ['a platform with a mesh', () => plainFile(fixturePlatform('progressive.yaml'), 'prometheus.yml')],
  ])('accepts prometheus.yml of %s', (_, text) => {
    const { status, told } = check(withFixedTargets(text()));
    expect([status, told]).toEqual([0, expect.stringContaining('is valid prometheus config file syntax')]);
  });

  test('would have refused a mistake in it', () => {
    const config = withFixedTargets(plainFile(referencePlatform(), 'prometheus.yml', 'production/us-east-1'));
    expect(check({ ...config, global: { ...config.global, scrape_intervall: '30s' } }).status).not.toBe(0);
  });
});
