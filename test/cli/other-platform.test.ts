import path from 'node:path';
import { stackPlan } from '../../lib/model';
import { fixturePlatform, ROOT } from '../support/platforms';
import { filesBelow, holdfast, inTemporaryFolder } from '../support/run';

describe('a platform that is not Online Boutique', () => {
  test('with one service in one region synthesizes as well, and keeps every rule', () => {
    inTemporaryFolder((folder) => {
      const env = { PLATFORM_FILE: path.join(ROOT, 'test/fixtures/small.yaml'), CDKTF_OUTDIR: path.join(folder, 'cdktf.out') };
      const { status, stdout, stderr } = holdfast(['synth', '--output', path.join(folder, 'dist')], env);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toContain('every rule holds');
      const folders = new Set(filesBelow(folder).map((file) => path.dirname(file)));
      const synchronised = [...folders].filter((name) => !/^dist\/(delivery|runbooks|dashboards)|^cdktf/.test(name));
      expect([...folders].filter((name) => name.startsWith('cdktf.out/stacks/')).sort()).toEqual(
        stackPlan(fixturePlatform('small.yaml'))
          .map(({ name }) => `cdktf.out/stacks/${name}`)
          .sort(),
      );
      expect(synchronised.sort()).toEqual([
        'dist',
        'dist/gitops/argocd',
        'dist/live/eu-west-1/api',
        'dist/live/eu-west-1/monitoring',
        'dist/live/eu-west-1/platform',
        'dist/live/eu-west-1/recovery',
      ]);
    });
  });
});
