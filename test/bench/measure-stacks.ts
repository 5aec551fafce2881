// One measurement in a process of its own, so that its peak memory is its own: measure-stacks.ts PLATFORMS
import { resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { renderStacks } from '../../stacks/synthesize';
import { referenceText } from '../support/platforms';

/** What one measurement gives to stacks.ts. */
export interface StackMeasurement {
  readonly platforms: number;
  readonly stacks: number;
  readonly resources: number;
  readonly mebibytes: number;
  readonly seconds: number;
  readonly peakMebibytes: number;
}

/** The reference platform under another name: two environments, one of them in two regions. */
const platform = (index: number) =>
  resolvePlatform(parseSpec(referenceText().replace(/^platform: .*$/m, `platform: bench-${index}`), 'bench.yaml').spec);

function measure(platforms: number): StackMeasurement {
  const all = Array.from({ length: platforms }, (_, index) => platform(index));
  const files: string[] = [];
  global.gc?.();
  const start = performance.now();
  for (const each of all) for (const [file, text] of renderStacks(each)) if (file.endsWith('cdk.tf.json')) files.push(text);
  const seconds = (performance.now() - start) / 1000;
  const resources = files.reduce((sum, text) => {
    const { resource = {} } = JSON.parse(text) as { resource?: Record<string, object> };
    return sum + Object.values(resource).reduce((count, named) => count + Object.keys(named).length, 0);
  }, 0);
  return {
    platforms,
    stacks: files.length,
    resources,
    mebibytes: files.reduce((sum, { length }) => sum + length, 0) / 2 ** 20,
    seconds,
    peakMebibytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

// The first resource of each type pays for compiling its code; that is start-up, not growth.
measure(1);
process.stdout.write(JSON.stringify(measure(Number(process.argv[2]))));
