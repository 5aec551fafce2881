import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { publishTree } from '../../lib/output';

describe('publishing a tree of files', () => {
  let outdir: string;
  const publish = (files: Record<string, string>) => publishTree(new Map(Object.entries(files)), outdir);
  const listed = () =>
    (readdirSync(outdir, { recursive: true }) as string[]).filter((file) => statSync(path.join(outdir, file)).isFile()).sort();

  beforeEach(() => {
    outdir = mkdtempSync(path.join(os.tmpdir(), 'publish-'));
  });
  afterEach(() => rmSync(outdir, { recursive: true, force: true }));

  test('writes what is new and says how much', () => {
    expect(publish({ 'a/one.yaml': '1', 'b/two.yaml': '2' })).toEqual({ written: 2, unchanged: 0, removed: 0 });
    expect(readFileSync(path.join(outdir, 'a/one.yaml'), 'utf8')).toBe('1');
  });

  test('leaves unchanged files alone, to the time of their last change', () => {
    publish({ 'a/one.yaml': '1', 'a/two.yaml': '2' });
    const times = () => listed().map((file) => statSync(path.join(outdir, file)).mtimeMs);
    const before = times();
    expect(publish({ 'a/one.yaml': '1', 'a/two.yaml': '2' })).toEqual({ written: 0, unchanged: 2, removed: 0 });
    expect(times()).toEqual(before);
  });

  test('removes what no longer follows from the input, and the folders left empty', () => {
    publish({ 'a/one.yaml': '1', 'b/c/two.yaml': '2' });
    expect(publish({ 'a/one.yaml': '1' })).toEqual({ written: 0, unchanged: 1, removed: 1 });
    expect(listed()).toEqual(['.holdfast-files', 'a/one.yaml']);
    expect(readdirSync(outdir)).not.toContain('b');
  });

  test('never removes a file that somebody else wrote', () => {
    publish({ 'a/one.yaml': '1' });
    writeFileSync(path.join(outdir, 'a/theirs.yaml'), 'x');
    publish({});
    expect(listed()).toEqual(['.holdfast-files', 'a/theirs.yaml']);
  });

  test('does not follow an index that names files outside of the folder', () => {
    const outside = path.join(os.tmpdir(), `outside-${process.pid}.txt`);
    writeFileSync(outside, 'keep');
    writeFileSync(path.join(outdir, '.holdfast-files'), `../${path.basename(outside)}\n${outside}\n`);
    publish({ 'a.yaml': '1' });
    expect(readFileSync(outside, 'utf8')).toBe('keep');
    rmSync(outside);
  });

  test('writes a file again that was edited by hand', () => {
    publish({ 'a.yaml': '1' });
    writeFileSync(path.join(outdir, 'a.yaml'), 'edited');
    expect(publish({ 'a.yaml': '1' }).written).toBe(1);
  });
});
