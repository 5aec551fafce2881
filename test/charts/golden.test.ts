import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { manifestFiles, renderManifests } from '../../charts/render';
import { fixturePlatform, ROOT, referencePlatform } from '../support/platforms';

// One service of each shape, so that a reviewer sees how a change of code changes the output. Everything else is tested
// by property. `npm run update-golden` writes them anew.
const GOLDEN = [
  ['production/us-east-1/frontend', referencePlatform()],
  ['production/us-west-2/cartservice', referencePlatform()],
  ['staging/us-east-1/platform', referencePlatform()],
  ['production/eu-west-1/web', fixturePlatform('progressive.yaml')],
] as const;

describe('the output', () => {
  test.each(GOLDEN)('in %s is as reviewed', (folder, platform) => {
    const files = [...manifestFiles(renderManifests(platform))];
    const output = files.filter(([file]) => file.startsWith(`${folder}/`)).map(([file, content]) => `# ${file}\n${content}`);
    const golden = path.join(ROOT, 'test/golden', `${folder.replaceAll('/', '.')}.yaml`);
    if (process.env.UPDATE_GOLDEN) {
      mkdirSync(path.dirname(golden), { recursive: true });
      writeFileSync(golden, output.join('---\n'));
    }
    expect(output.join('---\n')).toBe(readFileSync(golden, 'utf8'));
  });
});
