import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { App } from 'cdktf';
import type { Platform } from '../lib/model';
import type { TerraformSource } from '../lib/policy';
import { composeStacks } from './compose';
import { refuseCrossings } from './crossings';

/** Renders the Terraform JSON of every stack: content by path below cdktf.out. cdktf writes to disk only, so it gets a folder of its own. */
export function renderStacks(platform: Platform): ReadonlyMap<string, string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-stacks-'));
  try {
    const app = new App({ outdir: folder });
    composeStacks(app, platform);
    app.synth();
    const files = new Map(filesBelow(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
    refuseCrossings(platform, files);
    return files;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rendered stacks as rules look at them. */
export const terraformSources = (files: ReadonlyMap<string, string>): readonly TerraformSource[] =>
  [...files].flatMap(([file, text]) => {
    const name = /^stacks\/([^/]+)\/cdk\.tf\.json$/.exec(file)?.[1];
    return name === undefined ? [] : [{ name, file, json: JSON.parse(text) as unknown, files: [{ file, text }] }];
  });

const filesBelow = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => statSync(path.join(folder, file)).isFile())
    .map((file) => file.split(path.sep).join('/'))
    .sort();
