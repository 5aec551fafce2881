import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { LocalRedis, type LocalRedisProps } from '../../lib/handoff';

/** A port that nobody listens on. */
export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** A real server of its own folder and port, and connections to it that end with it. */
export class TestRedis {
  private readonly open: Redis[] = [];

  private constructor(
    private server: LocalRedis,
    private readonly folder: string,
  ) {}

  static async start(more: Partial<LocalRedisProps> = {}): Promise<TestRedis> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-redis-'));
    return new TestRedis(await LocalRedis.start({ folder, port: await freePort(), sync: 'everysec', ...more }), folder);
  }

  get address(): string {
    return this.server.address;
  }

  get port(): number {
    return this.server.props.port;
  }

  connect(): Redis {
    const redis = new Redis({ port: this.port, host: '127.0.0.1', maxRetriesPerRequest: null, retryStrategy: () => 50 });
    redis.on('error', () => undefined);
    this.open.push(redis);
    return redis;
  }

  /** Kills the server as a failing machine would, and starts it with what its file holds. */
  async crash(downMs = 0): Promise<void> {
    await this.server.stop('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, downMs));
    this.server = await LocalRedis.start(this.server.props);
  }

  async stop(): Promise<void> {
    for (const redis of this.open) redis.disconnect();
    // Nobody needs what it holds, and a server that writes its first file does not stop for SIGTERM.
    await this.server.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
