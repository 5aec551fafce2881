import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where scripts stand in a container. */
export const SCRIPTS = '/scripts';
/** Where they find how they are meant to work. */
export const SETTINGS = '/etc/holdfast';

/** Scripts of a folder, by the path that they have in a container. */
export const scriptsOf = (folder: string, names?: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((file) => names === undefined || names.includes(file))
      .sort()
      .map((file) => [`${SCRIPTS}/${file}`, readFileSync(join(folder, file), 'utf8')]),
  );
