// One measurement in a process of its own, so that its peak memory is its own: measure-policy.ts OBJECTS
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { manifestFiles, renderManifests } from '../../charts/render';
import { checkManifests, readManifests, withDetectedSecrets } from '../../lib/policy';
import { generatedPlatform } from './generated-platform';

/** Files go to memory where the system has such a folder: the subject is reading and checking, not the disk. */
const MEASURED_FOLDER = process.env.TMPDIR ?? (existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir());
/** A generated service has eight objects. */
const OBJECTS_PER_SERVICE = 8;

/** What one measurement gives to policy.ts; times in seconds. */
export interface PolicyMeasurement {
  readonly objects: number;
  /** Size of the files. */
  readonly mebibytes: number;
  readonly rules: number;
  readonly credentials: number;
  readonly read: number;
  readonly places: number;
  /** Reading, searching and checking. */
  readonly seconds: number;
  readonly peakMebibytes: number;
}

/** Files of a generated platform, as many as asked for. */
function filesOf(objects: number): ReadonlyMap<string, string> {
  const clusters = renderManifests(generatedPlatform(Math.ceil(objects / OBJECTS_PER_SERVICE)));
  const files = [...manifestFiles(clusters)].slice(0, objects);
  if (files.length < objects) throw new Error(`the platform has only ${files.length} objects`);
  return new Map(files);
}

async function timed<T>(work: () => T | Promise<T>): Promise<[T, number]> {
  global.gc?.();
  const start = performance.now();
  const result = await work();
  return [result, (performance.now() - start) / 1000];
}

function inFolder<T>(files: ReadonlyMap<string, string>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(MEASURED_FOLDER, 'bench-'));
  for (const [file, content] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return use(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}

async function measure(count: number): Promise<PolicyMeasurement> {
  const files = filesOf(count);
  const mebibytes = [...files.values()].reduce((sum, { length }) => sum + length, 0) / 2 ** 20;
  const [{ objects }, read] = await inFolder(files, (folder) => timed(() => readManifests(folder)));
  const [searched, credentials] = await timed(() => withDetectedSecrets({ objects }));
  const [, rules] = await timed(() => checkManifests(searched));
  const peakMebibytes = Math.round(process.resourceUsage().maxRSS / 1024);

  const broken = new Map(
    [...files].map(([file, content]) => [file, content.replaceAll('readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: no')]),
  );
  const wrong = await inFolder(broken, async (folder) => readManifests(folder).objects);
  const [, places] = await timed(() => checkManifests({ objects: wrong }));
  return { objects: objects.length, mebibytes, rules, credentials, read, places, seconds: read + credentials + rules, peakMebibytes };
}

// The first objects pay for compiling the code; that is start-up, not growth.
measure(200)
  .then(() => measure(Number(process.argv[2])))
  .then((measurement) => process.stdout.write(JSON.stringify(measurement)));
