import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commandConnection, concerns, redisOptions, serverFacts, shownAddress } from '../../lib/handoff';
import { freePort, TestRedis } from './redis-server';

describe('the address', () => {
  test.each([
    [{}, { host: 'localhost', port: 6379, db: 0 }],
    [{ REDIS_ADDR: 'redis.internal:7000' }, { host: 'redis.internal', port: 7000 }],
    [
      { REDIS_ADDR: 'rediss://user:p%40ss@cache.example.com/2' },
      { host: 'cache.example.com', port: 6379, db: 2, username: 'user', password: 'p@ss' },
    ],
    [{ REDIS_ADDR: '[::1]:6380' }, { host: '::1', port: 6380 }],
    [
      { REDIS_PASSWORD: 'p', REDIS_USERNAME: 'u', REDIS_DB: '3' },
      { username: 'u', password: 'p', db: 3 },
    ],
  ])('%j is read', (env, expected) => {
    expect(redisOptions(env)).toMatchObject(expected);
  });

  test('asks for TLS by its scheme or a variable, and checks the name of the server', () => {
    expect(redisOptions({ REDIS_ADDR: 'rediss://cache.example.com' }).tls).toMatchObject({ servername: 'cache.example.com' });
    expect(redisOptions({ REDIS_TLS: 'true' }).tls).toBeDefined();
    expect(redisOptions({}).tls).toBeUndefined();
  });

  test.each([[{ REDIS_ADDR: 'http://x' }], [{ REDIS_ADDR: 'redis://' }], [{ REDIS_DB: 'zero' }]])('%j is refused', (env) => {
    expect(() => redisOptions(env)).toThrow(/expected/);
  });

  test('is refused without a word of its password', () => {
    expect(() => redisOptions({ REDIS_ADDR: 'http://user:hunter2@x' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
    expect(shownAddress(redisOptions({ REDIS_ADDR: 'rediss://user:hunter2@x' }))).toBe('rediss://x:6379');
  });
});

describe('a server', () => {
  let folder: string;
  let server: TestRedis | undefined;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-tls-'));
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  test('with a user of its own lets in who has the password, from a file as well', async () => {
    server = await TestRedis.start({
      args: '--user default off --user worker on >correct-horse ~handoff:* ~holdfast:* +@all -config'.split(' '),
    });
    const file = path.join(folder, 'password');
    writeFileSync(file, 'correct-horse\n');
    const env = { REDIS_ADDR: server.address, REDIS_USERNAME: 'worker' };
    const redis = await commandConnection(redisOptions({ ...env, REDIS_PASSWORD_FILE: file }));
    expect(await redis.ping()).toBe('PONG');
    // Without CONFIG, what cannot be known is not complained about.
    expect(concerns(await serverFacts(redis))).toEqual([]);
    redis.disconnect();
    await expect(commandConnection(redisOptions({ ...env, REDIS_PASSWORD: 'wrong' }))).rejects.toThrow(
      /WRONGPASS|NOAUTH|Connection is closed/,
    );
  });

  test('behind TLS is reached with its authority, and with no other', async () => {
    const at = (name: string) => path.join(folder, name);
    const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
    const days = ['-days', '2', '-nodes', '-newkey', 'rsa:2048'];
    for (const name of ['ca', 'other'])
      openssl('req', '-x509', ...days, '-subj', `/CN=${name}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.crt`));
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=redis', '-keyout', at('redis.key'), '-out', at('redis.csr'));
    writeFileSync(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
    openssl(
      'x509',
      '-req',
      '-in',
      at('redis.csr'),
      '-CA',
      at('ca.crt'),
      '-CAkey',
      at('ca.key'),
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      at('names'),
      '-out',
      at('redis.crt'),
    );
    const port = await freePort();
    server = await TestRedis.start({
      args: [
        '--tls-port',
        String(port),
        '--tls-cert-file',
        at('redis.crt'),
        '--tls-key-file',
        at('redis.key'),
        '--tls-ca-cert-file',
        at('ca.crt'),
        '--tls-auth-clients',
        'no',
      ],
    });
    const redis = await commandConnection(redisOptions({ REDIS_ADDR: `rediss://localhost:${port}`, REDIS_TLS_CA: at('ca.crt') }));
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
    await expect(
      commandConnection(redisOptions({ REDIS_ADDR: `rediss://localhost:${port}`, REDIS_TLS_CA: at('other.crt') })),
    ).rejects.toThrow();
  });

  test('that may lose handoffs is told so', async () => {
    server = await TestRedis.start({ args: ['--maxmemory-policy', 'allkeys-lru', '--appendonly', 'no'] });
    const redis = server.connect();
    expect(concerns(await serverFacts(redis))).toEqual([
      expect.stringContaining('no append-only file'),
      expect.stringContaining('maxmemory-policy allkeys-lru'),
    ]);
    await redis.config('SET', 'appendonly', 'yes');
    expect(concerns(await serverFacts(redis))).toContainEqual(expect.stringContaining('appendfsync everysec'));
  });

  test('that is a cluster is refused: no step can span its nodes', async () => {
    server = await TestRedis.start({ args: ['--cluster-enabled', 'yes'] });
    const facts = await serverFacts(server.connect());
    expect(() => concerns(facts)).toThrow('this is a Redis Cluster');
  });

  test('that is not there ends a command with an error', async () => {
    await expect(commandConnection(redisOptions({ REDIS_ADDR: `127.0.0.1:${await freePort()}` }))).rejects.toThrow('ECONNREFUSED');
  });
});
