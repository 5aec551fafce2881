import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '../../lib/recovery/velero/restore-test.sh');
const SCHEDULE = 'cluster-eu-west-1';
const LOCATION = 'peer';

const before = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
const backup = (name: string, ageSeconds: number, more: { phase?: string; schedule?: string; location?: string } = {}) => ({
  metadata: {
    name,
    labels: { 'velero.io/schedule-name': more.schedule ?? SCHEDULE, 'velero.io/storage-location': more.location ?? LOCATION },
  },
  status: { phase: more.phase ?? 'Completed', startTimestamp: before(ageSeconds) },
});
const claim = (phase: string) => ({ metadata: { name: 'data-orders-0' }, status: { phase } });
const download = (bytesDone: number, phase = 'Completed') => ({
  metadata: { name: 'download-1' },
  status: { phase, progress: { bytesDone, totalBytes: 4096 } },
});
const database = (readyReplicas: number) => ({ metadata: { name: 'orders' }, spec: { replicas: 1 }, status: { readyReplicas } });
const done = { phase: 'Completed', progress: { totalItems: 12, itemsRestored: 12 } };

/** What the cluster answers, in turn; by itself all is well. */
const WELL = {
  backups: [
    backup('older', 90_000),
    backup('newest', 10_000),
    backup('broken', 100, { phase: 'PartiallyFailed' }),
    backup('of-another-schedule', 100, { schedule: 'volumes' }),
    backup('of-this-cluster', 100, { location: 'default' }),
  ],
  restore: [{}, { phase: 'InProgress' }, { phase: 'WaitingForPluginOperations' }, done],
  persistentvolumeclaims: [[claim('Bound')]],
  'datadownloads.velero.io': [[download(4096)]],
  'statefulsets.apps': [[database(0)], [database(1)]],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-test-'));
  // Without a suffix Node takes it for CommonJS.
  writeFileSync(join(folder, 'kubectl.mjs'), readFileSync(join(__dirname, 'kubectl.mjs')));
  writeFileSync(join(folder, 'kubectl'), `#!/bin/sh\nexec "${process.execPath}" "${join(folder, 'kubectl.mjs')}" "$@"\n`);
  chmodSync(join(folder, 'kubectl'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = (within: number) => ({
  PATH: `${folder}:${process.env.PATH}`,
  CLUSTER: join(folder, 'cluster.json'),
  ASKED: join(folder, 'asked'),
  VELERO_NAMESPACE: 'velero',
  SCHEDULE,
  LOCATION,
  SOURCE_NAMESPACE: 'shop',
  TEST_NAMESPACE: 'restore-test',
  OLDEST_SECONDS: '97200',
  WITHIN_SECONDS: String(within),
  POLL_SECONDS: '0.1',
  KINDS: 'configmaps,secrets,serviceaccounts,persistentvolumeclaims,deployments.apps,statefulsets.apps',
});

function run(changes: Partial<Record<keyof typeof WELL, unknown>> = {}, within = 60) {
  const env = environment(within);
  writeFileSync(env.CLUSTER, JSON.stringify({ ...WELL, ...changes }));
  writeFileSync(env.ASKED, '');
  const { status, stdout, stderr } = spawnSync('sh', [SCRIPT], { env, encoding: 'utf8', timeout: 30_000 });
  return { status, stdout, stderr, cluster: JSON.parse(readFileSync(env.CLUSTER, 'utf8')), asked: asked() };
}

const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
const removesAll = (lines: readonly string[]) =>
  ['secrets', 'persistentvolumeclaims', 'statefulsets.apps', 'deployments.apps', 'configmaps', 'serviceaccounts'].every((kind) =>
    lines.some((line) => line.startsWith(`restore-test delete ${kind}`)),
  );

test('the newest backup that is whole is restored, of this schedule and location, and only what cannot act on its own', () => {
  const { status, stderr, cluster } = run();
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(cluster.created).toMatchObject({
    kind: 'Restore',
    spec: {
      backupName: 'newest',
      includedNamespaces: ['shop'],
      namespaceMapping: { shop: 'restore-test' },
      restorePVs: true,
      resourceModifier: { kind: 'ConfigMap', name: 'restore-test-changes' },
    },
  });
  const restored: string[] = cluster.created.spec.includedResources;
  expect(restored).toEqual(expect.arrayContaining(['persistentvolumeclaims', 'persistentvolumes', 'statefulsets.apps']));
  for (const kind of ['cronjobs.batch', 'jobs.batch', 'services', 'networkpolicies', 'externalsecrets.external-secrets.io']) {
    expect(restored).not.toContain(kind);
  }
});

test('what came back is written down, and everything is removed, before and after', () => {
  const { cluster, asked } = run();
  expect(cluster.applied).toMatchObject({
    metadata: { name: 'restore-test-result', namespace: 'velero' },
    data: { backup: 'newest', objects: '12', volumes: '1', bytes: '4096', databases: '1' },
  });
  const created = asked.findIndex((line) => line.startsWith('velero create -'));
  expect(created).toBeGreaterThan(0);
  expect(removesAll(asked.slice(0, created))).toBe(true);
  expect(removesAll(asked.slice(created))).toBe(true);
  expect(asked.some((line) => line.startsWith('velero delete restores.velero.io restore-test-'))).toBe(true);
});

test.each([
  ['no backup', { backups: [backup('broken', 100, { phase: 'Failed' })] }, 'no completed backup'],
  ['a backup that is too old', { backups: [backup('older', 100_000)] }, 'more than 97200 s'],
  ['a restore that fails', { restore: [{ phase: 'FailedValidation', validationErrors: ['no such backup'] }] }, 'no such backup'],
  ['a restore that is not whole', { restore: [{ phase: 'PartiallyFailed', errors: 2 }] }, 'PartiallyFailed'],
  ['objects that did not come back', { restore: [{ ...done, progress: { totalItems: 12, itemsRestored: 11 } }] }, '11 of 12'],
  ['an empty backup', { restore: [{ phase: 'Completed' }] }, 'holds nothing'],
  ['a volume that is not there', { persistentvolumeclaims: [[claim('Pending')]] }, 'data-orders-0'],
  ['data that did not arrive', { 'datadownloads.velero.io': [[download(1024)]] }, 'download-1'],
  ['data whose move was cut off', { 'datadownloads.velero.io': [[download(4096, 'Canceled')]] }, 'download-1'],
])('%s fails, says why, and leaves nothing behind', (_what, changes, why) => {
  const { status, stderr, asked, cluster } = run(changes);
  expect(status).toBe(1);
  expect(stderr).toContain(`FAILED: `);
  expect(stderr).toContain(why);
  expect(removesAll(asked)).toBe(true);
  expect(cluster.applied).toBeUndefined();
});

test.each([
  [
    'a database that does not start on its volume',
    { restore: [done], 'statefulsets.apps': [[database(0)]] },
    'not ready on their restored volumes: orders',
  ],
  ['a restore that does not end', { restore: [{ phase: 'InProgress' }] }, 'still InProgress'],
])('%s is given up in time', (_what, changes, why) => {
  const { status, stderr } = run(changes, 3);
  expect(status).toBe(1);
  expect(stderr).toContain(why);
});

test('a run that is stopped cleans up', async () => {
  const env = environment(60);
  writeFileSync(env.CLUSTER, JSON.stringify({ ...WELL, restore: [{ phase: 'InProgress' }] }));
  writeFileSync(env.ASKED, '');
  const child = spawn('sh', [SCRIPT], { env, stdio: 'ignore' });
  await until(() => asked().some((line) => line.startsWith('velero get restores.velero.io')));
  const soFar = asked().length;
  child.kill('SIGTERM');
  expect(await exitOf(child)).toBe(143);
  expect(removesAll(asked().slice(soFar))).toBe(true);
});

const exitOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.on('exit', resolve));

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(holds()).toBe(true);
}

test('shellcheck has nothing to say of it', () => {
  const { status, stdout } = spawnSync('shellcheck', [SCRIPT], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});
