import type { Redis } from 'ioredis';
import { loadPlatform } from '../../../entry-point';
import {
  BadAddress,
  commandConnection,
  HandoffInvalid,
  HandoffQueue,
  NoRedisServer,
  NotPublished,
  redisOptions,
  shownAddress,
  UnfitServer,
} from '../../../handoff';
import { UsageError } from '../../../spec';
import { queueNameOf, queueSettingsOf } from './settings';

/** Which queue a command is about. */
export interface QueueOptions {
  readonly role?: string;
  readonly project?: string;
}

/** Lends a connection; what is wrong with the server, the address or the message becomes a message for people. */
export async function withRedis<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
  return asUsage(async () => {
    const options = redisOptions(process.env);
    let redis: Redis;
    try {
      redis = await commandConnection(options);
    } catch (error) {
      throw new UsageError(
        `cannot reach Redis at ${shownAddress(options)}: ${error instanceof Error ? error.message : String(error)}. REDIS_ADDR says where it is`,
      );
    }
    try {
      return await use(redis);
    } finally {
      redis.disconnect();
    }
  });
}

/** Lends the queue of a role, that of the platform file unless another is named. */
export async function withQueue<T>(options: QueueOptions, use: (queue: HandoffQueue) => Promise<T>): Promise<T> {
  const { platform } = await loadPlatform();
  return withRedis((redis) => use(new HandoffQueue(redis, queueNameOf(platform, options), queueSettingsOf(platform))));
}

const FOR_PEOPLE = [BadAddress, HandoffInvalid, NoRedisServer, NotPublished, UnfitServer];

export async function asUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw FOR_PEOPLE.some((kind) => error instanceof kind) ? new UsageError((error as Error).message) : error;
  }
}
