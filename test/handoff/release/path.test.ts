import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { composeHandoff, deadLetters, type HandoffInput, publishHandoff, queueKey, queueStatus, readHandoff } from '../../../lib/handoff';
import { GIT_ENV, git, newPlace, type Place, removePlace, subjects } from '../../delivery/publish/support';
import { ROOT } from '../../support/platforms';
import { peerMessage } from '../protocol/messages';
import { freePort, TestRedis } from '../redis-server';
import { newQueue, until } from '../support';
import { ArgoApi } from './argo';

const KEY = 'a key that is long enough to sign';
const PLATFORM = `platform: shop
domain: shop.example.com
repository: https://git.example.com/shop/platform
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 }, recovery: { name: eu-central-1, cidr: 10.1.0.0/16 } }
environments: { staging: { account: "111111111111", regions: [primary] } }
handoff:
  image: registry.example.com/shop/holdfast:1.0.0
  environment: staging
  redis: { address: "localhost:6379", tls: false }
  egress: [{ cidr: 10.200.0.0/24, ports: [443, 6379], because: "Redis, Git and Argo CD" }]
  trust: { staging: signed }
  lease: 3s
  heartbeat: 1s
  health: 3s
  gates: [unit]
  followUps:
    - { role: security, summary: Scan what was released }
    - { role: documentation, summary: Write the notes of the release }
services:
  web:
    tier: 2
    image: registry.example.com/shop/web:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    public: {}
    probe: { http: { path: /healthz } }
    resources: { requests: { cpu: 100m, memory: 128Mi } }
    build: { language: node, context: web }
`;

let redisServer: TestRedis;
let redis: Redis;
let place: Place;
let argo: ArgoApi;
const workers: { readonly child: ChildProcess; log: string }[] = [];

beforeAll(async () => {
  redisServer = await TestRedis.start();
  redis = redisServer.connect();
});
afterAll(() => redisServer.stop());
beforeEach(async () => {
  await redis.flushall();
  place = newPlace();
  writeFileSync(path.join(place.folder, 'platform.yaml'), PLATFORM);
  argo = await ArgoApi.start(() => git(place.server, 'rev-parse', 'staging'));
  writeFileSync(path.join(place.folder, 'kubeconfig'), argo.kubeconfig);
});
afterEach(async () => {
  for (const { child } of workers.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
  }
  await argo.stop();
  removePlace(place);
});

const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...GIT_ENV,
  PLATFORM_FILE: path.join(place.folder, 'platform.yaml'),
  REDIS_ADDR: redisServer.address,
  HANDOFF_HMAC_KEY: undefined,
  HANDOFF_HMAC_KEY_FILE: path.join(place.folder, 'hmac'),
  HANDOFF_REPOSITORY: `file://${place.server}`,
  HANDOFF_FOLDER: path.join(place.folder, 'handoffs'),
  HANDOFF_POLL_SECONDS: '0.2',
  KUBECONFIG: path.join(place.folder, 'kubeconfig'),
  NO_COLOR: '1',
  ...more,
});

/** `holdfast handoff work`, as a person or a pod runs it. */
async function startWorker(more: NodeJS.ProcessEnv = {}) {
  writeFileSync(path.join(place.folder, 'hmac'), KEY.replaceAll(' ', '-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['lib/cli/holdfast.cjs', 'handoff', 'work', '--port', String(port)], {
    cwd: ROOT,
    env: environment(more),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const worker = { child, port, log: '' };
  child.stdout?.on('data', (text) => {
    worker.log += text;
  });
  child.stderr?.on('data', (text) => {
    worker.log += text;
  });
  workers.push(worker);
  return worker;
}

const DIGEST = (digit: string) => `sha256:${digit.repeat(64)}`;

function ask(id: string, details: Record<string, unknown> = {}, more: Partial<HandoffInput> = {}) {
  const message = composeHandoff(
    {
      project: 'shop',
      from: 'test',
      to: 'devops',
      id,
      summary: 'web passed every gate',
      details: {
        service: 'web',
        environment: 'staging',
        digest: DIGEST('a'),
        quality_gates: { unit: 'passed', load: true },
        ...details,
      } as HandoffInput['details'],
      ...more,
    },
    KEY.replaceAll(' ', '-'),
  );
  return publishHandoff(redis, message);
}

/** What a role was told, in order. */
const told = async (role: string) =>
  Promise.all(
    (await redis.zrangebyscore(queueKey({ role }), '-inf', '+inf')).map(async (id) =>
      readHandoff((await redis.get(`handoff:${id}`)) ?? '', { id, keys: [KEY.replaceAll(' ', '-')] }),
    ),
  );
const reports = (count = 1) => until(async () => ((await told('project-manager')).length >= count ? told('project-manager') : false), 40);
const imageOn = () => / image: (\S+)/.exec(git(place.server, 'show', 'staging:staging/eu-west-1/web/deployment.yaml'))?.[1];
/** Something to go back to. */
async function released(id: string, digit: string) {
  await ask(id, { digest: DIGEST(digit) });
  await reports(1);
  await redis.del(queueKey({ role: 'project-manager' }));
}

test('gates passed: the image is published, healthy, and everybody is told', async () => {
  await startWorker();
  await ask('h-1');
  const [report] = await reports();
  const details = report?.handoff.content.technical_details;
  expect([report?.id, report?.proof, report?.handoff.status]).toEqual(['h-1.released', 'signed', 'completed']);
  expect(details).toMatchObject({
    deployment_url: 'https://shop.example.com',
    version: DIGEST('a'),
    replicas: 2,
    health_status: 'healthy',
    rollback_command: 'npx holdfast rollback --environment staging --push',
    commit: git(place.server, 'rev-parse', 'staging'),
  });
  expect(imageOn()).toContain(`@${DIGEST('a')}`);
  expect(git(place.server, 'log', '-1', '--format=%(trailers:key=Holdfast-Handoff,valueonly)', 'staging')).toMatch(/^h-1 \S+ web$/m);
  expect((await told('security')).map(({ id }) => id)).toEqual(['h-1.for-security']);
  expect((await told('documentation')).map(({ id }) => id)).toEqual(['h-1.for-documentation']);
  const markdown = readFileSync(path.join(place.folder, 'handoffs/devops-to-project-manager-h-1.released.md'), 'utf8');
  expect(markdown).toContain('| rollback\\_command | npx holdfast rollback --environment staging --push |');
});

test.each([
  ['a gate that failed', { quality_gates: { unit: true, load: 'failed' } }, 'the gate load did not pass'],
  ['a gate that is missing', { quality_gates: { load: true } }, 'the gate unit is missing'],
  ['no gate at all', { quality_gates: {} }, 'names no gate'],
  ['a service that is none', { service: 'wbe' }, 'technical_details.service is "wbe"; it can be web'],
  ['a tag for a digest', { digest: 'v1.5' }, 'expected sha256: and 64 hex digits'],
])('%s: nothing is released, and the reason is told', async (_, details, reason) => {
  await startWorker();
  await ask('h-1', details);
  const [report] = await reports();
  expect([report?.id, report?.handoff.status, report?.handoff.error_msg]).toEqual([
    'h-1.rejected',
    'failed',
    expect.stringContaining(reason),
  ]);
  expect(git(place.server, 'for-each-ref')).toBe('');
  expect([await told('security'), argo.asked]).toEqual([[], []]);
});

test('a message that proves too little releases nothing: 1.0 sums up no digest', async () => {
  await startWorker();
  await redis.set(
    'handoff:p-1',
    JSON.stringify(
      peerMessage('p-1', {
        technical_details: { service: 'web', environment: 'staging', digest: DIGEST('a'), quality_gates: { unit: true } },
      }),
    ),
  );
  await redis.zadd(queueKey({ role: 'devops' }), 4, 'p-1');
  const [report] = await reports();
  expect(report?.handoff.error_msg).toContain('staging needs a message that is signed with our key; this one is of version 1.0');
  expect(git(place.server, 'for-each-ref')).toBe('');
});

test('health never comes: the release is rolled back, and the failure is told with what was seen', async () => {
  await startWorker();
  await released('h-1', 'a');
  argo.mood = 'sick';
  await ask('h-2', { digest: DIGEST('b') });
  const [report] = await reports();
  expect([report?.id, report?.handoff.status]).toEqual(['h-2.rolled-back', 'failed']);
  expect(report?.handoff.error_msg).toContain(
    'shop-staging-eu-west-1-web: Degraded, synced: Deployment "web" exceeded its progress deadline',
  );
  expect(imageOn()).toContain(`@${DIGEST('a')}`);
  expect(subjects(place, 'staging')).toHaveLength(3);
});

test('a cluster that refuses to answer for a while is asked again', async () => {
  argo.mood = 'forbidden';
  await startWorker();
  await ask('h-1');
  await until(() => argo.asked.length > 2, 30);
  argo.mood = 'healthy';
  expect((await reports())[0]?.id).toBe('h-1.released');
});

test.each([
  ['after the commit', 'after-effect'],
  ['before it is acknowledged', 'before-acknowledgement'],
])('a worker that is killed %s: the next one finds the commit, and tells once', async (_, point) => {
  const first = await startWorker({ HANDOFF_FAIL_AT: point });
  await ask('h-1');
  expect((await once(first.child, 'exit'))[1]).toBe('SIGKILL');
  expect(subjects(place, 'staging')).toHaveLength(1);
  await startWorker();
  const found = await reports();
  expect([found.map(({ id }) => id), subjects(place, 'staging').length]).toEqual([['h-1.released'], 1]);
});

test('a worker that is killed while it waits for health: the next one does not publish again', async () => {
  argo.mood = 'slow';
  const first = await startWorker();
  await ask('h-1');
  await until(() => argo.asked.length > 0, 30);
  first.child.kill('SIGKILL');
  argo.mood = 'healthy';
  await startWorker();
  expect((await reports()).map(({ id }) => id)).toEqual(['h-1.released']);
  expect(subjects(place, 'staging')).toHaveLength(1);
});

test('two releases of one service at once: one after the other, in their order', async () => {
  await Promise.all([startWorker(), startWorker()]);
  await ask('h-1', { digest: DIGEST('a') });
  await ask('h-2', { digest: DIGEST('b') });
  const found = await reports(2);
  expect(found.map(({ id }) => id)).toEqual(['h-1.released', 'h-2.released']);
  const order = git(place.server, 'log', '--reverse', '--format=%(trailers:key=Holdfast-Handoff,valueonly,separator=)', 'staging')
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(order.filter(Boolean)).toEqual(['h-1', 'h-2']);
  expect(imageOn()).toContain(`@${DIGEST('b')}`);
});

test('a request that is older than what was released takes nothing back', async () => {
  await startWorker();
  await released('h-2', 'b');
  await ask('h-1', { digest: DIGEST('a') }, { at: new Date(Date.now() - 600_000) });
  const [report] = await reports();
  expect([report?.id, report?.handoff.error_msg]).toEqual(['h-1.rejected', expect.stringContaining('a later handoff for web brought')]);
  expect(imageOn()).toContain(`@${DIGEST('b')}`);
});

test('the worker answers Kubernetes and Prometheus, says no secret in its logs, and stops when it is told to', async () => {
  const worker = await startWorker({ REDIS_USERNAME: 'default', REDIS_PASSWORD: 'hunter2-hunter2' });
  const at = (what: string) => fetch(`http://127.0.0.1:${worker.port}${what}`).catch(() => undefined);
  await until(async () => (await at('/livez'))?.status === 200, 30);
  expect((await at('/readyz'))?.status).toBe(200);
  await ask('h-1', { token: 'a secret of the sender' });
  await reports();
  const metrics = (await (await at('/metrics'))?.text()) ?? '';
  expect(metrics).toMatch(/holdfast_handoff_attempts_total\{ending="done",why="released"\} 1/);
  expect(metrics).toMatch(/holdfast_handoff_queue_depth\{queue="handoff:queue:devops",state="waiting"\} 0/);
  expect(metrics).toContain('holdfast_handoff_redis_up 1');
  worker.child.kill('SIGTERM');
  expect(await once(worker.child, 'exit')).toEqual([0, null]);
  for (const secret of ['hunter2', KEY.replaceAll(' ', '-'), 'a secret of the sender', 'token-of-the-worker'])
    expect(worker.log).not.toContain(secret);
  expect(worker.log).toContain('"msg":"taken"');
  expect(existsSync(path.join(place.folder, 'handoffs'))).toBe(true);
  expect(await queueStatus(newQueue(redis))).toMatchObject({ leased: 0, waiting: 0 });
  expect(await deadLetters(newQueue(redis), 1)).toEqual([]);
});
