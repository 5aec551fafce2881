import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How a local server is run. */
export interface LocalRedisProps {
  /** Where its append-only file is; made when it is not there. */
  readonly folder: string;
  readonly port: number;
  /** Default: always. With `everysec` a failing machine loses up to two seconds that senders were told are kept. */
  readonly sync?: 'always' | 'everysec';
  /** More arguments of redis-server. */
  readonly args?: readonly string[];
}

/** The program that is not there. */
export class NoRedisServer extends Error {
  override readonly name = 'NoRedisServer';
}

const START_MS = 10_000;

/** A redis-server on this machine, for this machine only, that keeps every handoff on disk. */
export class LocalRedis {
  private constructor(
    private readonly child: ChildProcess,
    readonly props: LocalRedisProps,
  ) {}

  /** @throws NoRedisServer when the program is not installed, or does not start */
  static async start(props: LocalRedisProps): Promise<LocalRedis> {
    // Another server would answer in its place.
    if (await isListening(props.port))
      throw new NoRedisServer(
        `port ${props.port} is taken, maybe by the server of a worker that was killed; stop it, or choose another with REDIS_ADDR`,
      );
    mkdirSync(props.folder, { recursive: true });
    const settings = {
      port: props.port,
      bind: '127.0.0.1 -::1',
      dir: props.folder,
      appendonly: 'yes',
      appendfsync: props.sync ?? 'always',
      save: '',
      'maxmemory-policy': 'noeviction',
      daemonize: 'no',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [
      `--${name}`,
      ...(name === 'bind' ? String(value).split(' ') : [String(value)]),
    ]);
    const child = spawn('redis-server', [...args, ...(props.args ?? [])], { stdio: 'ignore' });
    const server = new LocalRedis(child, props);
    const failed = once(child, 'error').then(([error]) => {
      throw new NoRedisServer(`redis-server cannot be started (${(error as Error).message}); on Debian: apt-get install redis-server`);
    });
    await Promise.race([server.ready(), failed]);
    failed.catch(() => undefined);
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.props.port}`;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Ends the server as an orderly stop does, or as a crash. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }

  private async ready(): Promise<void> {
    const started = performance.now();
    for (;;) {
      if (this.child.exitCode !== null) {
        throw new NoRedisServer(`redis-server ended at once with ${this.child.exitCode}; is port ${this.props.port} taken?`);
      }
      const answer = await pinged(this.props.port);
      // A server that wants a password has started as well.
      if (answer.startsWith('+PONG') || answer.startsWith('-NOAUTH')) return;
      if (performance.now() - started > START_MS) {
        this.child.kill('SIGKILL');
        throw new NoRedisServer(`redis-server did not answer within ${START_MS / 1_000} s: ${answer}`);
      }
      await pause(30);
    }
  }
}

const isListening = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });

/** What the server says to a PING, or why it says nothing. */
const pinged = (port: number) =>
  new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const end = (answer: string) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end('no answer'));
    socket.once('data', (data) => end(data.toString()));
    socket.once('error', (error) => end(error.message));
  });
