import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inClusterDatabases, postgresBackups, type Workload } from '../../../lib/model';
import { storeWorkloads } from '../../../lib/recovery';
import { freePort } from '../../handoff/redis-server';
import { fixturePlatform } from '../../support/platforms';
import { Pod, Running, Site, serverFolder, serverUser, until } from './pod';

const platform = fixturePlatform('stores.yaml');
const [primary, recovery] = platform.clusters.filter(({ environment }) => environment === 'production');
if (!primary || !recovery) throw new Error('the fixture has two regions');
const ledger = (cluster: typeof primary) => {
  const database = inClusterDatabases(platform, cluster).find(({ name }) => name === 'ledger');
  if (!database) throw new Error('the fixture has a ledger');
  return database;
};
const [plan] = postgresBackups(platform, primary);
if (!plan) throw new Error('the ledger has a backup');

const binaries = serverFolder();
const user = serverUser();

const SECRETS = { PASSWORD: "of the 'service'", BACKUP_PASSWORD: 'of the "backup"' };
const OVER_NETWORK = { PGPASSWORD: SECRETS.BACKUP_PASSWORD, PGHOST: '127.0.0.1' };

/** A row as the client saw it: when it was made, and when the server had said that it is committed, in milliseconds. */
interface Row {
  readonly made: number;
  readonly acknowledged: number;
}

describe('a PostgreSQL that loses its region, with the scripts as they are synthesized', () => {
  let site: Site;
  let ports: readonly [number, number];
  let written: Map<number, Row>;

  const job = (cluster: typeof primary, name: string): Workload => {
    const found = storeWorkloads(platform, cluster, ledger(cluster)).jobs.find((workload) => workload.name === `ledger-${name}`);
    if (!found) throw new Error(`no job ${name}`);
    return found;
  };
  const server = (cluster: typeof primary, port: number) =>
    new Pod(site, storeWorkloads(platform, cluster, ledger(cluster)).server, port, SECRETS);
  const runJob = (cluster: typeof primary, name: string, port: number, more: NodeJS.ProcessEnv = {}) =>
    new Pod(site, job(cluster, name), port, {}).run('main', { ...OVER_NETWORK, ...more });
  const bucket = (region: string) => path.join(site.buckets, `shop-production-111111111111-${region}-backups`);
  const archived = (region: string, cluster: string) => {
    const folder = path.join(bucket(region), 'postgres', cluster, 'ledger/wal_005');
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  beforeAll(async () => {
    if (!binaries || !user) throw new Error('PostgreSQL is not installed; on Debian: apt-get install postgresql');
    site = new Site(user, binaries);
    ports = [await freePort(), await freePort()];
  });
  afterAll(() => site?.end());

  /** Writes rows one by one, each a transaction, and hears when each of them was committed. */
  function writer(pod: Pod): Running {
    const script = path.join(site.folder, 'writer.sql');
    writeFileSync(
      script,
      "INSERT INTO ledger DEFAULT VALUES RETURNING id || ' ' || floor(extract(epoch FROM made) * 1000)::bigint AS row \\watch 0.05\n",
    );
    written = new Map();
    const env = { PATH: process.env.PATH, PGHOST: pod.here('/var/run/postgresql'), PGPORT: String(pod.port) };
    const child = site.start(
      ['psql', '--no-psqlrc', '--tuples-only', '--no-align', '--username', 'postgres', '--dbname', 'ledger', '--file', script],
      env,
    );
    child.stdout?.on('data', (chunk: Buffer) => {
      for (const [, id, made] of chunk.toString().matchAll(/^(\d+) (\d+)$/gm)) {
        written.set(Number(id), { made: Number(made), acknowledged: Date.now() });
      }
    });
    return new Running(child);
  }

  /** Rows of a restored folder that nothing runs on. */
  function rowsIn(folder: string): ReadonlySet<number> {
    const socket = site.make('look');
    const at = (...args: string[]) =>
      spawnSync(path.join(site.binaries, 'pg_ctl'), ['-D', folder, '-w', ...args], { env: { PATH: process.env.PATH }, ...site.user });
    writeFileSync(path.join(site.folder, 'look.conf'), `unix_socket_directories = '${socket}'\nlisten_addresses = ''\nport = 5499\n`);
    at(
      '-l',
      path.join(socket, 'log'),
      '-o',
      `-c config_file=${path.join(site.folder, 'look.conf')} -c hba_file=${folder}/pg_hba.conf`,
      'start',
    );
    const { stdout } = spawnSync('psql', ['-h', socket, '-p', '5499', '-U', 'postgres', '-d', 'ledger', '-Atc', 'SELECT id FROM ledger'], {
      encoding: 'utf8',
      ...site.user,
    });
    at('-m', 'fast', 'stop');
    return new Set(stdout.split('\n').filter(Boolean).map(Number));
  }

  test('comes back to the second, and loses no more than was promised', async () => {
    if (!plan) return;
    const first = server(primary, ports[0]);
    let main = first.run();
    let tend = first.run('tend');
    await until(
      () => first.ask("SELECT count(*) FROM pg_database WHERE datname = 'ledger'") === '1',
      'a new database',
      30,
      () => main.text + tend.text,
    );
    expect(first.ask('SHOW archive_timeout')).toBe(`${plan.archiveTimeout.value}s`);
    first.ask(
      'CREATE TABLE ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, made timestamptz NOT NULL DEFAULT clock_timestamp())',
      'ledger',
    );

    // A full copy, over the network, by a role that is no superuser.
    const copied = await runJob(primary, 'backup', ports[0]).end();
    expect(copied).toMatchObject({ code: 0, text: expect.stringContaining('a base backup was made') });

    // The other region follows.
    const second = server(recovery, ports[1]);
    const follower = second.run('main', { RETRY_SECONDS: '1' });
    const tendFollower = second.run('tend');

    const writing = writer(first);
    await new Promise((resolve) => setTimeout(resolve, 2 * plan.archiveTimeout.value * 1000 + 2500));
    const moment = Math.floor(Date.now() / 1000) * 1000 - (plan.archiveTimeout.value + 2) * 1000;
    await until(() => written.size > 60, 'rows', 5);

    // Power is lost, and the volume with it.
    await main.kill();
    const lost = Date.now();
    await Promise.all([writing.kill(), tend.kill()]);
    first.loseVolume();
    const acknowledged = [...written].filter(([, row]) => row.acknowledged <= lost);

    // To a second of the past, on a volume of its own.
    const target = new Date(moment).toISOString();
    const past = await runJob(primary, 'restore-test', ports[0], { RESTORE_TO: target }).end();
    expect(past).toMatchObject({ code: 0, text: expect.stringContaining('restored ') });
    const scratch = path.join(site.folder, `ledger-restore-test-${ports[0]}`, 'scratch/database');
    const then = rowsIn(scratch);
    const before = acknowledged.filter(([, row]) => row.acknowledged < moment).map(([id]) => id);
    const after = [...written].filter(([, row]) => row.made > moment).map(([id]) => id);
    expect(before.length).toBeGreaterThan(20);
    expect(after.length).toBeGreaterThan(20);
    expect(before.filter((id) => !then.has(id))).toEqual([]);
    expect(after.filter((id) => then.has(id))).toEqual([]);
    rmSync(path.dirname(scratch), { recursive: true });

    // As new as the archive has it, by the pod that starts on an empty volume.
    main = first.run();
    tend = first.run('tend');
    await until(
      () => first.ask('SELECT pg_is_in_recovery()') === 'f',
      'the restored server takes writes',
      30,
      () => main.text,
    );
    const now = new Set((first.ask('SELECT id FROM ledger', 'ledger') ?? '').split('\n').map(Number));
    const gone = acknowledged.filter(([id]) => !now.has(id)).map(([, row]) => row);
    const lossSeconds = gone.length === 0 ? 0 : (lost - Math.min(...gone.map(({ made }) => made))) / 1000;
    process.stderr.write(
      `restored to ${target}: ${then.size} of ${written.size} rows; without a target ${gone.length} rows of the last ${lossSeconds.toFixed(1)} s are lost, ${plan.worstLoss.value} s were promised at worst\n`,
    );
    expect(lossSeconds).toBeLessThanOrEqual(plan.worstLoss.value);
    expect(now.size).toBeGreaterThan(before.length);

    // The follower saw the new timeline too.
    await until(
      () => second.ask('SELECT count(*) FROM ledger', 'ledger') === String(now.size),
      'the standby follows',
      20,
      () => follower.text,
    );
    expect(second.ask('SELECT pg_is_in_recovery()')).toBe('t');
    const asked = await runJob(recovery, 'backup', ports[1]).end();
    expect(asked).toMatchObject({ code: 0, text: expect.stringContaining('this server is a standby') });

    // The region goes dark with all that is in it, its bucket included, and the standby takes over.
    await main.kill();
    await tend.kill();
    const dark = bucket(primary.region);
    mkdirSync(dark, { recursive: true });
    writeFileSync(path.join(dark, '.unreachable'), '');
    const promoted = await runJob(recovery, 'promote', ports[1]).end();
    expect(promoted).toMatchObject({ code: 0, text: expect.stringContaining('the server takes writes') });
    const again = await runJob(recovery, 'promote', ports[1]).end();
    expect(again).toMatchObject({ code: 0, text: expect.stringContaining('already') });
    expect(second.ask('INSERT INTO ledger DEFAULT VALUES RETURNING id', 'ledger')).toMatch(/^\d+/);
    // Nobody can take its log on the other side, so it keeps it on its own.
    await until(
      () => archived(recovery.region, recovery.name).some((name) => /^00000003[0-9A-F]{16}$/.test(name)),
      'its log',
      20,
      () => follower.text,
    );
    expect(archived(recovery.region, recovery.name)).toContain('00000003.history');
    rmSync(path.join(dark, '.unreachable'));

    // The old server comes back with its volume: it is told that it was replaced, and takes no writes. Without its volume it follows.
    expect(await first.run().end()).toMatchObject({ code: 1, text: expect.stringContaining('took over from timeline') });
    first.loseVolume();
    const back = first.run('main', { RETRY_SECONDS: '1' });
    const rows = 'SELECT count(*) FROM ledger';
    await until(
      () => first.ask(rows, 'ledger') === second.ask(rows, 'ledger'),
      'the old server follows',
      40,
      () => back.text,
    );
    expect(first.ask('SELECT pg_is_in_recovery()')).toBe('t');

    // The way back loses nothing: the one that writes is held back, all that it had committed arrives, and the other one takes over.
    expect(second.ask('INSERT INTO ledger DEFAULT VALUES RETURNING id', 'ledger')).toMatch(/^\d+/);
    const all = second.ask(rows, 'ledger');
    expect((await second.exec('hold.sh').end()).code).toBe(0);
    await follower.end();
    const held = second.run();
    await until(
      () => first.ask(rows, 'ledger') === all,
      'the last commit arrives',
      20,
      () => back.text,
    );
    expect(await runJob(primary, 'promote', ports[0]).end()).toMatchObject({ code: 0, text: expect.stringContaining('takes writes') });
    expect(held.text).toContain('held back');
    expect(first.ask('INSERT INTO ledger DEFAULT VALUES RETURNING id', 'ledger')).toMatch(/^\d+/);
    await Promise.all([held.stop(), back.stop(), tendFollower.stop()]);
  }, 180_000);
});
