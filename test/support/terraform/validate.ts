import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { awsSchema } from './binding-schema';
import { startStandIn } from './stand-in-provider';
import { typesOf } from './types';

/** Whether a real Terraform is on the PATH; tests that need it are skipped by name where it is not. */
export const hasTerraform = spawnSync('terraform', ['version'], { env: { ...process.env, CHECKPOINT_DISABLE: '1' } }).status === 0;

/** What `terraform validate -json` prints, as far as it is read here. */
interface Report {
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
  }[];
}

/**
 * Runs the real `terraform init` and `terraform validate` over stacks, offline.
 *
 * Catches unknown and missing arguments, wrong types, references to nothing, cycles. Does not catch what only the
 * provider or AWS knows: values out of range, names that are taken.
 *
 * @param stacks Terraform JSON by the name of its stack
 * @returns errors and warnings of each stack; an empty list for a valid one
 */
export async function terraformFindings(stacks: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-terraform-'));
  const provider = await startStandIn(awsSchema(typesOf('resource', stacks.values()), typesOf('data', stacks.values())), folder);
  try {
    const findings = new Map<string, readonly string[]>();
    for (const [name, text] of stacks) findings.set(name, await validate(path.join(folder, name), text, provider.reattach));
    return findings;
  } finally {
    provider.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function validate(folder: string, text: string, reattach: string): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'cdk.tf.json'), text);
  const terraform = (...args: string[]) => run(folder, args, { TF_REATTACH_PROVIDERS: reattach });
  const init = await terraform('init', '-backend=false', '-input=false', '-no-color');
  if (init.failed) return [`terraform init: ${init.output}`];
  const { output } = await terraform('validate', '-json');
  const { diagnostics } = JSON.parse(output) as Report;
  return diagnostics.map(
    ({ severity, address, summary, detail }) => `${severity}: ${[address, summary, detail].filter(Boolean).join(': ')}`,
  );
}

/** Not spawnSync: the provider answers from this very process. */
function run(cwd: string, args: string[], env: NodeJS.ProcessEnv): Promise<{ failed: boolean; output: string }> {
  // The user's own configuration could name mirrors or overrides; a test depends on neither.
  const environment = { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_CLI_CONFIG_FILE: os.devNull, ...env };
  return new Promise((resolve) => {
    execFile('terraform', args, { cwd, env: environment, maxBuffer: 2 ** 24 }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, output: stdout || stderr }),
    );
  });
}
