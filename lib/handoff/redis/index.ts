export { BadAddress, redisOptions, shownAddress } from './address';
export { commandConnection, workerConnection } from './connect';
export { LocalRedis, type LocalRedisProps, NoRedisServer } from './local';
export { concerns, type ServerFacts, serverFacts, UnfitServer } from './server-facts';
