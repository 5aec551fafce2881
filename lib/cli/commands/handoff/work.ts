import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Redis } from 'ioredis';
import pino, { type Logger } from 'pino';
import { loadPlatform } from '../../../entry-point';
import {
  type Applications,
  apiAccess,
  clusterApplications,
  concerns,
  HandoffQueue,
  LocalRedis,
  NoCluster,
  type Point,
  redisOptions,
  releaseHandler,
  secretValue,
  serverFacts,
  shownAddress,
  signingKeys,
  Worker,
  type WorkerEvents,
  workerConnection,
} from '../../../handoff';
import { ARGOCD_NAMESPACE } from '../../../model';
import { UsageError } from '../../../spec';
import { asUsage, type QueueOptions } from './connection';
import { forkedEnvironments } from './environments';
import { HandoffMetrics } from './metrics';
import { serveHealth } from './server';
import { patienceOf, queueNameOf, queueSettingsOf, releaseSettingsOf } from './settings';

export interface WorkOptions extends QueueOptions {
  readonly concurrency?: string;
  /** Start a redis-server on this machine first. */
  readonly embedded?: boolean;
  /** Where the local server keeps its file. */
  readonly data?: string;
  readonly port?: string;
}

/** Time that a stopping worker has for what it works on; the pod has more. */
const GRACE_SECONDS = 90;
/** Where a local server listens when nothing is said: where peers look. */
const LOCAL_PORT = 6379;

/** Takes handoffs and releases what they ask for, until it is stopped. */
export function work(options: WorkOptions): Promise<void> {
  return asUsage(async () => {
    const log = pino({ name: 'handoff', base: { worker: workerName() }, timestamp: pino.stdTimeFunctions.isoTime });
    const { platform } = await loadPlatform();
    const local = options.embedded ? await startLocal(options, log) : undefined;
    const address = redisOptions(local ? { ...process.env, REDIS_ADDR: local.address } : process.env);
    const keys = signingKeys(process.env);
    const name = queueNameOf(platform, options);
    const connections: Redis[] = [];
    const connect = () => {
      const redis = workerConnection(address, (error) => log.warn({ error: error.message }, 'Redis'));
      connections.push(redis);
      return redis;
    };
    const queue = new HandoffQueue(connect(), name, queueSettingsOf(platform));
    for (const concern of concerns(await serverFacts(queue.redis))) log.warn(concern);
    const metrics = new HandoffMetrics(new HandoffQueue(connect(), name, queue.settings));
    const worker = new Worker({
      queue,
      heartbeat: connect(),
      name: workerName(),
      concurrency: whole('--concurrency', options.concurrency) ?? patienceOf(platform).concurrency,
      keys,
      events: eventsOf(log, metrics),
      reached: failPoint(process.env),
      handler: releaseHandler({
        settings: releaseSettingsOf(platform, name.role, keys.length > 0, process.env),
        environments: forkedEnvironments(platform, secretValue('HANDOFF_REPOSITORY', process.env)),
        applications: applicationsOf(process.env),
        key: keys[0],
        onTrouble: (what, error) => log.warn({ what, error: error.message }, 'trouble'),
      }),
    });
    const server = await serveHealth(whole('--port', options.port ?? process.env.HANDOFF_PORT) ?? 9464, metrics);
    worker.start();
    log.info({ queue: queue.key, redis: shownAddress(address), signed: keys.length > 0 }, 'working');

    const signal = await stopSignal();
    log.info({ signal }, 'stopping: nothing more is taken, what is worked on is finished or given back');
    await worker.stop(GRACE_SECONDS);
    server.close();
    for (const redis of connections) redis.disconnect();
    await local?.stop();
    log.info('stopped');
  });
}

const workerName = () => `${os.hostname()}-${process.pid}`;

async function startLocal({ data = '.handoff' }: WorkOptions, log: Logger): Promise<LocalRedis> {
  const [, port] = (process.env.REDIS_ADDR ?? '').split(':');
  const local = await LocalRedis.start({ folder: path.resolve(data), port: whole('REDIS_ADDR', port) ?? LOCAL_PORT });
  log.info({ redis: local.address, data: path.resolve(data) }, 'a local redis-server has started');
  return local;
}

/** Without a cluster a release cannot be seen to be healthy, so there is no worker either. */
function applicationsOf(env: NodeJS.ProcessEnv): Applications {
  const text = secretValue('HANDOFF_KUBECONFIG', env);
  try {
    return clusterApplications(
      apiAccess(text === undefined ? env : { ...env, KUBECONFIG: kubeconfigFile(text) }),
      env.ARGOCD_NAMESPACE ?? ARGOCD_NAMESPACE,
    );
  } catch (error) {
    throw error instanceof NoCluster ? new UsageError(`the health of releases is asked of Argo CD: ${error.message}`) : error;
  }
}

function kubeconfigFile(text: string): string {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'holdfast-kubeconfig-')), 'config');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

function eventsOf(log: Logger, metrics: HandoffMetrics): WorkerEvents {
  return {
    taken: ({ id, token, attempt }) => log.info({ id, token, attempt }, 'taken'),
    read: ({ id, from, proof, notices }) => log.info({ id, from, proof, ...(notices.length > 0 ? { notices } : {}) }, 'read'),
    ended: (event) => {
      metrics.ended(event);
      const level = event.ending === 'done' || event.ending === 'duplicate' ? 'info' : 'warn';
      log[level](event, 'ended');
    },
    reaped: (event) => log.warn(event, 'leases of dead workers were taken back'),
    trouble: ({ what, error }) => {
      metrics.trouble(what);
      log.warn({ what, error }, 'trouble');
    },
  };
}

/** For tests: ends the process at a point, as a machine that fails there would. */
const failPoint = ({ HANDOFF_FAIL_AT: at }: NodeJS.ProcessEnv) =>
  at === undefined ? undefined : (point: Point) => void (point === at && process.kill(process.pid, 'SIGKILL'));

const stopSignal = () =>
  new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
  });

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new UsageError(`${name}: a whole number is expected, found ${JSON.stringify(text)}`);
  return value;
}
