import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { referenceText } from '../support/platforms';
import { filesBelow, inTemporaryFolder, node, stateOf } from '../support/run';

/** Runs what `cdktf synth` runs, on a platform file with that text. */
function synth(folder: string, platform: string) {
  const file = path.join(folder, 'platform.yaml');
  writeFileSync(file, platform);
  return node(['--import', 'tsx', 'stacks/main.ts'], { PLATFORM_FILE: file, CDKTF_OUTDIR: path.join(folder, 'out') });
}

describe('the app of cdktf synth', () => {
  test('touches no file that has not changed, removes stacks that are gone, and keeps what it made when the next run fails', () => {
    inTemporaryFolder((folder) => {
      const out = path.join(folder, 'out');
      expect(synth(folder, referenceText())).toMatchObject({ status: 0, stderr: '' });
      const first = stateOf(out);

      expect(synth(folder, referenceText()).status).toBe(0);
      expect(stateOf(out)).toEqual(first);

      const failed = synth(folder, referenceText().replace('tier: 1', 'teir: 1'));
      expect(failed.status).toBe(2);
      expect(failed.stderr).toContain('did you mean tier?');
      expect(stateOf(out)).toEqual(first);

      const inOneRegion = referenceText().replace('regions: [primary, recovery]', 'regions: [primary]');
      expect(synth(folder, inOneRegion).status).toBe(0);
      const places = new Set(filesBelow(path.join(out, 'stacks')).map((file) => /us-(east|west)-\d|global/.exec(file)?.[0]));
      expect([...places].sort()).toEqual(['global', 'us-east-1']);
    });
  });
});
