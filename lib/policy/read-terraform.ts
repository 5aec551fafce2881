import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { SpecError } from '../spec';
import { isMap, map } from './manifests';
import { manifestFilesBelow } from './read/walk';
import type { TerraformFile, TerraformSource } from './terraform/stack';

/**
 * Reads the Terraform JSON below a folder, or of one file: configurations (`*.tf.json`, those of a folder together, as Terraform
 * takes them) and plans (`terraform show -json`). HCL is read as a plan only: variables, modules and loops have no values before.
 *
 * @throws SpecError when a file is no JSON, and when there is none
 */
export function readTerraform(target: string): readonly TerraformSource[] {
  const byFolder = new Map<string, { file: string; json: Record<string, unknown>; files: readonly TerraformFile[] }>();
  const plans: TerraformSource[] = [];
  for (const file of filesOf(target)) {
    const text = readFileSync(file, 'utf8');
    const json = parsed(file, text);
    if (!file.endsWith('.tf.json')) {
      if (isMap(json) && json.planned_values !== undefined)
        plans.push({ name: path.basename(file, '.json'), file, json, files: [{ file, text }] });
      continue;
    }
    const folder = path.dirname(file);
    const known = byFolder.get(folder);
    byFolder.set(folder, {
      file: known?.file ?? file,
      json: merged(known?.json ?? {}, map(json)),
      files: [...(known?.files ?? []), { file, text }],
    });
  }
  if (byFolder.size + plans.length === 0) throw nothing(target);
  const configured = [...byFolder].map(([folder, content]) => ({ name: path.basename(path.resolve(folder)), ...content }));
  return [...configured, ...plans];
}

const filesOf = (target: string): readonly string[] =>
  statSync(target).isDirectory() ? manifestFilesBelow(target).files.filter((file) => file.endsWith('.json')) : [target];

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    const before = text.slice(0, offset).split('\n');
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    throw new SpecError([
      { file, ...place, path: '', found: 'text that is no JSON', expected: 'Terraform JSON', fix: 'mend it, or leave the file out' },
    ]);
  }
}

/** Two files of one folder are one configuration. */
function merged(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const both: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) both[key] = isMap(both[key]) && isMap(value) ? merged(both[key], value) : value;
  return both;
}

const nothing = (target: string) =>
  new SpecError([
    {
      file: target,
      line: 1,
      column: 1,
      path: '',
      found: 'no Terraform JSON',
      expected: 'files that end in .tf.json, or plans',
      fix: 'write a plan as JSON: terraform plan -out plan && terraform show -json plan > plan.json',
    },
  ]);
