import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Platform } from '../../../lib/model';
import { resolvePlatform } from '../../../lib/model';
import { parseSpec } from '../../../lib/spec';
import { renderStacks } from '../../../stacks/synthesize';
import { hasTerraform, type ResourceChange, StandInWorld } from '../../support/terraform';

/** Tests that run a real Terraform; skipped by name where there is none. */
export const testWithTerraform = hasTerraform ? test : test.skip;
export const where = hasTerraform ? '' : ' (skipped: no terraform on the PATH)';

export const platformFrom = (text: string): Platform => resolvePlatform(parseSpec(text, 'platform.yaml').spec);

/** A world that knows the resources of these platforms. */
export function worldOf(texts: readonly string[]): Promise<StandInWorld> {
  const stacks = texts.flatMap((text) => [...renderStacks(platformFrom(text))].filter(([file]) => file.endsWith('cdk.tf.json')));
  return StandInWorld.start(stacks.map(([, text]) => text));
}

/** Writes a platform file beside the output of a world. */
export function platformFile(world: StandInWorld, text: string): string {
  const file = path.join(path.dirname(world.out), 'platform.yaml');
  writeFileSync(file, text);
  return file;
}

/** Runs the callback in a world that knows the resources of these platforms. */
export async function inWorld(
  texts: readonly string[],
  use: (world: StandInWorld, write: (text: string) => string) => Promise<void>,
): Promise<void> {
  const world = await worldOf(texts);
  try {
    await use(world, (text) => platformFile(world, text));
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

/** Resolves as soon as something is so; rejects when it is not within twenty seconds. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Whether a change is about something that bears a name, in whatever argument. */
export const isAbout = ({ type, values }: ResourceChange, wanted: string, name: string): boolean =>
  type === wanted && JSON.stringify(values).includes(name);
