import type { Engine } from './engines';
import { ENGINE_USER } from './engines';
import { hardened, LOOPBACK } from './hardening';

/** Patience with a local database: an assumption, generous enough for the first start on a slow machine. */
const PATIENCE = { interval: '5s', timeout: '5s', start_period: '60s', retries: 5 } as const;

/** One database as Compose runs it; its data outlives a restart, and goes with `docker compose down --volumes`. */
export const composeDatabase = (name: string, engine: Engine, port: number, hostPort: number) => ({
  image: engine.image,
  command: engine.command,
  init: true,
  ...hardened(ENGINE_USER, engine.scratch),
  ...(Object.keys(engine.environment).length > 0 ? { environment: engine.environment } : {}),
  volumes: [`${name}:${engine.folder}`],
  ports: [`${LOOPBACK}:${hostPort}:${port}`],
  healthcheck: { test: engine.health, ...PATIENCE },
});
