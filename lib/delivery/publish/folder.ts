import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type FileChange, fileChanges } from './changes';
import type { Checkout } from './git/checkout';
import { DeliveryRefused } from './refused';

/**
 * Changes the environment's folder of a checkout and stages it; returns the files that git finds changed, with their
 * content before and after.
 */
export async function changeFolder(checkout: Checkout, change: () => void | Promise<void>): Promise<readonly FileChange[]> {
  await refuseIrregular(checkout);
  const before = filesOf(checkout.folder);
  await change();
  const staged = new Set(await checkout.stage());
  const seen = fileChanges(before, filesOf(checkout.folder)).filter(({ file }) => staged.has(file));
  const named = new Set(seen.map(({ file }) => file));
  // What git finds and we do not is a mode or a line end; it is published, and no object changes by it.
  return [...seen, ...[...staged].filter((file) => !named.has(file)).map((file) => ({ file }))];
}

/** A link in the place of a folder or file would make git publish a link, with our YAML as its destination. */
async function refuseIrregular(checkout: Checkout): Promise<void> {
  const [first] = await checkout.irregular();
  if (first === undefined) return;
  throw new DeliveryRefused(
    `${first} is a link or a submodule in the branch, and Holdfast writes plain files only below ${checkout.environment}/. Remove it from the branch, then publish again; nothing was published`,
  );
}

function filesOf(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const visit = (below: string) => {
    for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
      const file = path.posix.join(below, entry.name);
      if (entry.isDirectory()) visit(file);
      else files.set(file, readFileSync(path.join(folder, file), 'utf8'));
    }
  };
  if (existsSync(folder)) visit('');
  return files;
}
