import { readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Files below a folder that may hold manifests, and what could not be looked at. */
export interface Walk {
  /** Paths that begin with the folder, sorted. */
  readonly files: readonly string[];
  readonly unreachable: readonly { readonly file: string; readonly code: string }[];
}

const MANIFEST = /\.(ya?ml|json)$/i;

/** Folders of tools, and of packages that are not the user's own. */
const isPassedOver = (folder: string) => folder.startsWith('.') || folder === 'node_modules';

/** Lists YAML and JSON files. Links are followed, each folder is entered once, and pipes and devices are left alone. */
export function manifestFilesBelow(root: string): Walk {
  const files: string[] = [];
  const unreachable: { file: string; code: string }[] = [];
  const entered = new Set<string>();
  const tried = <T>(file: string, look: () => T): T | undefined => {
    try {
      return look();
    } catch (error) {
      unreachable.push({ file, code: String((error as NodeJS.ErrnoException).code ?? error) });
      return undefined;
    }
  };

  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const here = folder;
    const real = tried(here, () => realpathSync(here));
    if (real === undefined || entered.has(real)) continue;
    entered.add(real);
    for (const entry of tried(here, () => readdirSync(here, { withFileTypes: true })) ?? []) {
      const full = path.join(here, entry.name);
      const isLink = entry.isSymbolicLink();
      if (!isLink && !entry.isDirectory() && !MANIFEST.test(entry.name)) continue;
      const kind = isLink ? tried(full, () => statSync(full)) : entry;
      if (kind?.isDirectory() && !isPassedOver(entry.name)) open.push(full);
      if (kind?.isFile() && MANIFEST.test(entry.name)) files.push(full);
    }
  }
  return { files: files.sort(), unreachable };
}
