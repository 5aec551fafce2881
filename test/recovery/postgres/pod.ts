import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Workload } from '../../../lib/model';
import { ROOT } from '../../support/platforms';

/** Where Debian puts the server; the newest version that is there. */
export function serverFolder(): string | undefined {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return undefined;
  const found = readdirSync(versions)
    .map((version) => path.join(versions, version, 'bin'))
    .filter((folder) => existsSync(path.join(folder, 'postgres')));
  return found.sort().at(-1);
}

/** PostgreSQL refuses to run as root, so root becomes the user that Debian made for it. */
export function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return id('-u') > 0 ? { uid: id('-u'), gid: id('-g') } : undefined;
}

/** How a process ended, and what it said. */
export interface Said {
  readonly code: number | null;
  readonly text: string;
}

/** Folders that stand for the machine of a pod, and for the buckets that all pods of a test reach. */
export class Site {
  readonly folder: string;
  readonly buckets: string;
  private readonly running = new Set<ChildProcess>();

  constructor(
    readonly user: { readonly uid: number; readonly gid: number },
    readonly binaries: string,
  ) {
    // A socket has a path of a hundred letters at most.
    this.folder = mkdtempSync('/tmp/hf-');
    chmodSync(this.folder, 0o755);
    this.buckets = this.make('buckets');
  }

  make(name: string): string {
    const folder = path.join(this.folder, name);
    mkdirSync(folder, { recursive: true });
    chownSync(folder, this.user.uid, this.user.gid);
    return folder;
  }

  start(command: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
    const [program = '', ...args] = command;
    const child = spawn(program, args, { env, cwd: this.folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'], ...this.user });
    this.running.add(child);
    child.once('exit', () => this.running.delete(child));
    return child;
  }

  /** Ends everything that still runs, and removes all of it. */
  end(): void {
    for (const { pid } of this.running) if (pid !== undefined) killAll(pid);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Kills a process with all that it started, as a machine that loses its power would. */
export function killAll(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** The files and variables of a synthesized workload on this machine, with folders of the test in place of those of the pod. */
export class Pod {
  private readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;
  private readonly paths: readonly (readonly [string, string])[];

  constructor(
    private readonly site: Site,
    private readonly workload: Workload,
    readonly port: number,
    secrets: Readonly<Record<string, string>>,
  ) {
    const name = `${workload.name}-${port}`;
    this.folder = site.make(name);
    const inside = (folder: string) => site.make(`${name}/${folder}`);
    this.paths = [
      ['/var/run/postgresql', inside('run')],
      ['/etc/holdfast', inside('etc')],
      ['/scripts', inside('scripts')],
      ['/scratch', inside('scratch')],
      ['/data', inside('data')],
    ];
    for (const [file, content] of Object.entries(workload.files)) {
      if (file !== '/etc/passwd') writeFileSync(this.here(file), this.here(content).replace(/^port = .*$/m, `port = ${port}`));
    }
    this.env = {
      ...Object.fromEntries(Object.entries(workload.env).map(([variable, value]) => [variable, this.here(value)])),
      ...secrets,
      PATH: [path.join(ROOT, 'test/support/wal-g'), site.binaries, '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
      PGPORT: String(port),
      WALG_FOLDERS: site.buckets,
      TMPDIR: this.folder,
      HOME: this.folder,
    };
  }

  /** A path of the pod, or a text with such paths, on this machine. */
  here(text: string): string {
    return this.paths.reduce((result, [from, to]) => result.replaceAll(new RegExp(`(?<![\\w/])${from}(?![\\w-])`, 'g'), to), text);
  }

  /** Starts the main container, or one beside it. */
  run(container: 'main' | string = 'main', more: NodeJS.ProcessEnv = {}): Running {
    const beside = this.workload.containers.find(({ name }) => name === container);
    const command = (beside?.command ?? this.workload.command ?? []).map((word) => this.here(word));
    const own = beside ? Object.fromEntries(Object.entries(beside.env).map(([name, value]) => [name, this.here(value)])) : {};
    const { PATH, PGPORT } = this.env;
    return new Running(this.site.start(command, { ...this.env, ...own, PATH, PGPORT, ...more }));
  }

  /** Runs another of its scripts in the main container, as a person does. */
  exec(script: string): Running {
    return new Running(this.site.start(['sh', this.here(`/scripts/${script}`)], this.env));
  }

  /** Asks the server over its socket, as its superuser; undefined while it does not answer. */
  ask(query: string, database = 'postgres'): string | undefined {
    const { status, stdout } = spawnSync(
      'psql',
      ['--no-psqlrc', '--tuples-only', '--no-align', '--username', 'postgres', '--dbname', database, '--command', query],
      { encoding: 'utf8', env: { ...this.env, PGHOST: this.here('/var/run/postgresql') }, ...this.site.user },
    );
    return status === 0 ? stdout.trim() : undefined;
  }

  /** Whether something of the pod's file system is there. */
  has(file: string): boolean {
    return existsSync(this.here(file));
  }

  /** Loses the volume of the pod. */
  loseVolume(): void {
    const data = this.here('/data');
    if (!lstatSync(data).isDirectory()) throw new Error(`${data} is no folder`);
    for (const name of readdirSync(data)) rmSync(path.join(data, name), { recursive: true, force: true });
  }
}

/** A process of a pod, with all that it has said. */
export class Running {
  text = '';
  private readonly ended: Promise<Said>;

  constructor(private readonly child: ChildProcess) {
    const hear = (chunk: Buffer) => {
      this.text += chunk.toString();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    this.ended = new Promise((resolve) => child.once('close', (code) => resolve({ code, text: this.text })));
  }

  end(): Promise<Said> {
    return this.ended;
  }

  /** Stops it as the kubelet does. */
  stop(): Promise<Said> {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  async kill(): Promise<void> {
    if (this.child.pid !== undefined) killAll(this.child.pid);
    await this.ended;
  }
}

/** Waits until something holds. */
export async function until(holds: () => boolean, what: string, seconds = 20, said: () => string = () => ''): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s\n${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
