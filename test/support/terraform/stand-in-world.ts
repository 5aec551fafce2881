import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../platforms';
import type { Ended } from '../run';
import { awsSchema } from './binding-schema';
import { type ObjectStore, startObjectStore } from './object-store';
import { type ChangeHook, type ResourceChange, startStandIn } from './stand-in-provider';
import { typesOf } from './types';

/** A command that runs, and how it ends. */
export interface Started {
  /** What it has printed so far. */
  printed(): string;
  /** Sends a signal to its group of processes, as a terminal does on Ctrl+C. */
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** Stands in for AWS: a provider that makes resources up, and buckets that keep states. */
export class StandInWorld {
  /** Sees each change before it happens; a text refuses it. */
  onChange: ChangeHook = () => undefined;
  /** Every change that was asked for, in order. */
  readonly changes: ResourceChange[] = [];
  readonly store: ObjectStore;
  /** Where stacks are written and terraform runs. */
  readonly out: string;

  private constructor(
    private readonly folder: string,
    store: ObjectStore,
    private readonly provider: { reattach: string; stop(): void },
  ) {
    this.store = store;
    this.out = path.join(folder, 'out');
  }

  /** @param stacks Terraform JSON of every stack that will be run, for the types of their resources */
  static async start(stacks: Iterable<string>): Promise<StandInWorld> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-world-'));
    const texts = [...stacks];
    const store = await startObjectStore();
    let world: StandInWorld | undefined;
    const provider = await startStandIn(awsSchema(typesOf('resource', texts), typesOf('data', texts)), folder, async (change) => {
      if (!world) return undefined;
      world.changes.push(change);
      const refusal = await world.onChange(change);
      const { bucket } = change.values;
      // A bucket that Terraform makes is there for its states from then on.
      if (refusal === undefined && change.type === 'aws_s3_bucket' && change.action === 'create')
        store.buckets.set(String(bucket), new Map());
      return refusal;
    });
    world = new StandInWorld(folder, store, provider);
    return world;
  }

  /** Variables by which whatever runs Terraform runs it in this world. */
  get env(): Readonly<Record<string, string>> {
    return {
      ...this.store.env,
      NO_COLOR: '1',
      CHECKPOINT_DISABLE: '1',
      // The user's own configuration could name mirrors or overrides; a test depends on neither.
      TF_CLI_CONFIG_FILE: os.devNull,
      TF_REATTACH_PROVIDERS: this.provider.reattach,
      CDKTF_OUTDIR: this.out,
    };
  }

  /** Starts a command of Holdfast on a platform file: without a terminal, and as a group of processes of its own, as a shell does. */
  start(args: readonly string[], platformFile: string): Started {
    const child = spawn(process.execPath, ['lib/cli/holdfast.cjs', ...args], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.env, PLATFORM_FILE: platformFile },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    return {
      printed: () => stdout + stderr,
      signal: (name) => process.kill(-(child.pid ?? Number.NaN), name),
      ended: new Promise((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr }))),
    };
  }

  run(args: readonly string[], platformFile: string): Promise<Ended> {
    return this.start(args, platformFile).ended;
  }

  /** Keys of what the buckets hold: states and locks. */
  get kept(): readonly string[] {
    return [...this.store.buckets.values()].flatMap((objects) => [...objects.keys()]).sort();
  }

  get locks(): readonly string[] {
    return this.kept.filter((key) => key.endsWith('.tflock'));
  }

  stop(): void {
    this.provider.stop();
    this.store.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
