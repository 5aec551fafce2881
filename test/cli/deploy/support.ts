import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Platform } from '../../../lib/model';
import { resolvePlatform } from '../../../lib/model';
import { parseSpec } from '../../../lib/spec';
import { renderStacks } from '../../../stacks/synthesize';
import { hasTerraform, StandInWorld } from '../../support/terraform';

/** Tests that run a real Terraform; skipped by name where there is none. */
export const testWithTerraform = hasTerraform ? test : test.skip;
export const where = hasTerraform ? '' : ' (skipped: no terraform on the PATH)';

export const platformFrom = (text: string): Platform => resolvePlatform(parseSpec(text, 'platform.yaml').spec);

/** Runs the callback in a world that knows the resources of these platforms. */
export async function inWorld(
  texts: readonly string[],
  use: (world: StandInWorld, write: (text: string) => string) => Promise<void>,
): Promise<void> {
  const stacks = texts.flatMap((text) => [...renderStacks(platformFrom(text))].filter(([file]) => file.endsWith('cdk.tf.json')));
  const world = await StandInWorld.start(stacks.map(([, text]) => text));
  const write = (text: string) => {
    const file = path.join(path.dirname(world.out), 'platform.yaml');
    writeFileSync(file, text);
    return file;
  };
  try {
    await use(world, write);
  } finally {
    world.stop();
  }
}

/** The table at the end: outcome by stack. */
export function outcomesOf(stdout: string): Readonly<Record<string, string>> {
  const [, rows = ''] = stdout.split(/^stack +outcome.*$/m);
  return Object.fromEntries(
    [...rows.matchAll(/^([\w-]+) {2,}(applied|no changes|planned|not planned|failed|not started)\b/gm)].map(
      ([, stack = '', outcome = '']) => [stack, outcome],
    ),
  );
}

export const fixtureText = (name: string): string => readFileSync(path.join(__dirname, '../../fixtures', name), 'utf8');
