import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { apiAccess, clusterApplications, waitForHealth } from '../../lib/handoff';
import { ArgoApi, TOKEN } from './release/argo';

let folder: string;
let argo: ArgoApi;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-kube-'));
  argo = await ArgoApi.start(() => 'abc');
});
afterEach(async () => {
  await argo.stop();
  rmSync(folder, { recursive: true, force: true });
});

const signal = new AbortController().signal;
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const withUser = (user: object) => {
  const config = JSON.parse(argo.kubeconfig);
  return { KUBECONFIG: file('config', JSON.stringify({ ...config, users: [{ name: 'worker', user }] })) };
};

test.each([
  ['a token', () => ({ token: TOKEN })],
  ['a file with a token', () => ({ tokenFile: file('token', `${TOKEN}\n`) })],
  [
    'a program that gets a token, as clouds have them',
    () => ({
      exec: { command: 'sh', args: ['-c', 'printf \'{"status":{"token":"%s"}}\' "$MINE"'], env: [{ name: 'MINE', value: TOKEN }] },
    }),
  ],
])('a kubeconfig with %s reaches the API', async (_, user) => {
  const applications = clusterApplications(apiAccess(withUser(user())), 'argocd');
  expect(await applications.state('shop-web', signal)).toEqual({ sync: 'Synced', revision: 'abc', health: 'Healthy' });
});

test('a pod is reached as Kubernetes mounts it, with a token that may change', async () => {
  const pod = path.join(folder, 'pod');
  mkdirSync(pod);
  for (const name of ['token', 'ca.crt']) writeFileSync(path.join(pod, name), `${name}-1`);
  const access = apiAccess({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }, pod);
  expect([access.server, access.ca, await access.token()]).toEqual(['https://[fd00::1]:443', 'ca.crt-1', 'token-1']);
  writeFileSync(path.join(pod, 'token'), 'token-2');
  expect(await access.token()).toBe('token-2');
});

test('no cluster at all is one clear line', () => {
  expect(() => apiAccess({ KUBECONFIG: path.join(folder, 'nothing') })).toThrow('run in a cluster, or name a kubeconfig');
});

test('an Application that is not there yet is no error, and a refusal is', async () => {
  const applications = clusterApplications(apiAccess(withUser({ token: TOKEN })), 'elsewhere');
  expect(await applications.state('shop-web', signal)).toBeUndefined();
  const stranger = clusterApplications(apiAccess(withUser({ token: 'wrong' })), 'argocd');
  await expect(stranger.state('shop-web', signal)).rejects.toThrow('answers 401');
});

describe('health', () => {
  const waiting = (seconds: number, includes: (synced: string) => Promise<boolean>) =>
    waitForHealth({
      applications: clusterApplications(apiAccess(withUser({ token: TOKEN })), 'argocd'),
      names: ['a', 'b'],
      includes,
      seconds,
      pollSeconds: 0.05,
      signal,
    });

  test('of the old version does not count', async () => {
    expect(await waiting(0.3, async () => false)).toEqual({
      healthy: false,
      seen: { a: 'Healthy, release not synced', b: 'Healthy, release not synced' },
    });
  });

  test('that comes late is waited for', async () => {
    argo.mood = 'slow';
    setTimeout(() => {
      argo.mood = 'healthy';
    }, 200);
    expect((await waiting(10, async () => true)).healthy).toBe(true);
  });

  test('is asked again while the API does not answer, and ends with the time', async () => {
    argo.mood = 'forbidden';
    expect(await waiting(0.3, async () => true)).toEqual({ healthy: false, seen: { a: 'not seen', b: 'not seen' } });
  });
});
