import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../support/platforms';
import { filesBelow, inTemporaryFolder, node } from '../support/run';

describe('the example that composes one service by hand', () => {
  test('synthesizes with no platform.yaml, in under 40 lines', () => {
    const example = 'examples/one-service.ts';
    expect(readFileSync(path.join(ROOT, example), 'utf8').split('\n').length).toBeLessThan(40);
    inTemporaryFolder((outdir) => {
      const { status, stderr } = node(['--import', 'tsx', example], { CDK8S_OUTDIR: outdir, PLATFORM_FILE: '/nowhere' });
      expect([status, stderr]).toEqual([0, '']);
      const [file = ''] = filesBelow(outdir);
      const kinds = parseAllDocuments(readFileSync(path.join(outdir, file), 'utf8')).map(
        (document) => (document.toJS() as { kind: string }).kind,
      );
      expect(kinds.sort()).toEqual([
        'ConfigMap',
        'Deployment',
        'HorizontalPodAutoscaler',
        'NetworkPolicy',
        'PodDisruptionBudget',
        'Service',
        'ServiceAccount',
      ]);
    });
  });
});
