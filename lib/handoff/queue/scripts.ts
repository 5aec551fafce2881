import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Redis } from 'ioredis';

const FOLDER = path.join(__dirname, 'scripts');
const read = (name: string) => readFileSync(path.join(FOLDER, `${name}.lua`), 'utf8');

/** A script of Redis: everything that it does happens at once, or not at all. */
export class Script {
  private readonly text: string;
  private readonly sha: string;

  /**
   * @param name file in `scripts`
   * @param needs files that it builds on, beside what all of them share
   */
  constructor(name: string, ...needs: readonly string[]) {
    this.text = ['common', ...needs, name].map(read).join('\n');
    this.sha = createHash('sha1').update(this.text).digest('hex');
  }

  /** Runs by digest; a server that was restarted has forgotten the text, and is told it again. */
  async run(redis: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await redis.evalsha(this.sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(this.text, keys.length, ...keys, ...args);
    }
  }
}

export const SCRIPTS = {
  take: new Script('take'),
  renew: new Script('renew'),
  finish: new Script('finish', 'publishing'),
  publish: new Script('publish', 'publishing'),
  retry: new Script('retry'),
  bury: new Script('bury'),
  drop: new Script('drop'),
  release: new Script('release'),
  reap: new Script('reap'),
  replay: new Script('replay'),
  turn: new Script('turn'),
} as const;
