import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/platforms';
import { holdfast, inTemporaryFolder } from '../support/run';

test('a Dockerfile beside the platform file is read by the command line, and judged', () => {
  inTemporaryFolder((folder) => {
    const small = readFileSync(path.join(ROOT, 'test/fixtures/small.yaml'), 'utf8');
    mkdirSync(path.join(folder, 'src/api'), { recursive: true });
    writeFileSync(path.join(folder, 'src/api/Dockerfile'), 'FROM alpine:3.20\nUSER 99\n');
    const file = path.join(folder, 'platform.yaml');
    writeFileSync(file, small.replace('    tier: 2\n', '    tier: 2\n    build: { language: node, context: src/api }\n'));
    const { status, stdout, stderr } = holdfast(['check'], { PLATFORM_FILE: file });
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('ERR_MODULE')]);
    expect(`${stdout}${stderr}`).toContain('X26');
  });
});
