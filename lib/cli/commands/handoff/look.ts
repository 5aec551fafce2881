import Table from 'cli-table3';
import { bodyKey, deadLetters, MessageRefused, queueStatus, readHandoff, signingKeys } from '../../../handoff';
import { UsageError } from '../../../spec';
import { type QueueOptions, withQueue } from './connection';

interface JsonOption {
  readonly json?: boolean;
}

/** Letters that a person reads at once. */
const LISTED = 100;

const print = (json: boolean | undefined, value: unknown, text: () => string) =>
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${text()}\n`);

/** How the queue is. */
export const status = (options: QueueOptions & JsonOption): Promise<void> =>
  withQueue(options, async (queue) => {
    const found = await queueStatus(queue);
    print(options.json, found, () => {
      const { counts, ...rest } = found;
      const table = new Table({ style: { head: [], border: [] } });
      for (const [what, value] of Object.entries({ ...rest, oldestSeconds: Math.round(found.oldestSeconds), ...counts }))
        table.push([what, String(value)]);
      return table.toString();
    });
  });

/** What a handoff says, what it proves, and how far it is. */
export const inspect = (id: string, options: QueueOptions & JsonOption): Promise<void> =>
  withQueue(options, async (queue) => {
    const [item, done, peers] = await Promise.all([queue.redis.hgetall(queue.own.item(id)), queue.done(id), bodyOfPeers(queue.redis, id)]);
    const body = item.body ?? peers;
    if (body === undefined && !done && Object.keys(item).length === 0)
      throw new UsageError(`there is no handoff ${id}, or it is too long ago`);
    const { body: _, sha: __, ...state } = item;
    const found = { id, state: done ? { state: 'done', ...done, outcome: JSON.parse(done.outcome) } : state, ...judged(body, id) };
    print(options.json, found, () => JSON.stringify(found, null, 2));
  });

async function bodyOfPeers(
  redis: { get(key: string): Promise<string | null>; type(key: string): Promise<string> },
  id: string,
): Promise<string | undefined> {
  return (await redis.type(bodyKey(id))) === 'string' ? ((await redis.get(bodyKey(id))) ?? undefined) : undefined;
}

function judged(body: string | undefined, id: string) {
  if (body === undefined) return {};
  try {
    const { handoff, proof, notices } = readHandoff(body, { id, keys: signingKeys(process.env) });
    return { proof, notices, handoff };
  } catch (error) {
    if (!(error instanceof MessageRefused)) throw error;
    return { refused: { reason: error.reason, message: error.message } };
  }
}

/** Lists what was put aside, or removes one of it. */
export const deadLetter = (options: QueueOptions & JsonOption & { readonly remove?: string }): Promise<void> =>
  withQueue(options, async (queue) => {
    if (options.remove !== undefined) {
      if ((await queue.redis.zrem(queue.own.dead, options.remove)) === 0) throw new UsageError(`${options.remove} was not put aside`);
      await queue.redis.del(queue.own.item(options.remove));
      process.stdout.write(`removed ${options.remove}\n`);
      return;
    }
    const letters = await deadLetters(queue, LISTED);
    print(options.json, letters, () => {
      if (letters.length === 0) return 'nothing was put aside';
      const table = new Table({ head: ['id', 'reason', 'attempts', 'since', 'detail'], style: { head: [], border: [] }, wordWrap: true });
      for (const { id, reason, attempts, at, detail } of letters) table.push([id, reason, attempts, at, detail.slice(0, 200)]);
      return table.toString();
    });
  });

/** Gives what was put aside all its attempts again. */
export const replay = (ids: readonly string[], options: QueueOptions & { readonly all?: boolean }): Promise<void> =>
  withQueue(options, async (queue) => {
    const wanted = options.all
      ? (await deadLetters(queue, Number.MAX_SAFE_INTEGER)).filter(({ replayable }) => replayable).map(({ id }) => id)
      : ids;
    if (wanted.length === 0 && !options.all) throw new UsageError('say which: an id of npx holdfast handoff dead-letter, or --all');
    const told = await queue.replay(wanted);
    for (const [id, result] of told) process.stdout.write(`${result} ${id}\n`);
    const failed = [...told].filter(([, result]) => result !== 'replayed');
    if (failed.length > 0)
      throw new UsageError(`${failed.length} cannot be replayed: they were not put aside, or only their beginning was kept`);
  });
