import { renderGitOps, renderManifests } from '../../charts/render';
import { resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import type { Node } from '../deployment/support';
import { untoldReferenceText } from '../support/platforms';

const platformWith = (more: string) =>
  resolvePlatform(
    parseSpec(
      untoldReferenceText().replace('\nnodes:\n', () => `\ngitops: flux\n${more}\nnodes:\n`),
      'test.yaml',
    ).spec,
  );
const objectsOf = (more = '', where = 'gitops/flux/production/us-west-2') =>
  (renderGitOps(platformWith(more)).find((set) => set.where === where)?.objects ?? []).map(({ object }) => object as unknown as Node);
const ofKind = (objects: readonly Node[], kind: string) => objects.filter((object) => String(object.kind) === kind);
const kustomization = (name: string) => ofKind(objectsOf(), 'Kustomization').find(({ metadata }) => String(metadata.name) === name);

describe('the Flux of a cluster', () => {
  test('reads its own branch and its own folders only', () => {
    expect(ofKind(objectsOf(), 'GitRepository')[0]?.spec.ref).toEqual({ branch: 'production' });
    for (const { spec } of ofKind(objectsOf(), 'Kustomization')) expect(spec.path).toMatch(/^\.\/production\/us-west-2\//);
  });

  test('applies a service after the platform folder and what it calls, and waits until it is healthy', () => {
    expect(kustomization('recommendationservice')?.spec).toMatchObject({
      dependsOn: [{ name: 'platform' }, { name: 'productcatalogservice' }],
      wait: true,
      prune: true,
      timeout: '15m',
      retryInterval: '1m',
      serviceAccountName: 'reconciler',
    });
    expect(kustomization('platform')?.spec).not.toHaveProperty('dependsOn');
  });

  test('depends on no folder that is not there, and in no circle', () => {
    const after = new Map(
      ofKind(objectsOf(), 'Kustomization').map(({ metadata, spec }) => [
        String(metadata.name),
        ((spec.dependsOn ?? []) as unknown as Node[]).map(({ name }) => String(name)),
      ]),
    );
    const done = new Set<string>();
    for (let left = [...after.keys()]; left.length > 0; ) {
      const ready = left.filter((name) => after.get(name)?.every((needed) => done.has(needed)));
      expect(ready).not.toEqual([]);
      for (const name of ready) done.add(name);
      left = left.filter((name) => !done.has(name));
    }
  });

  test('accepts signed commits only, when keys are declared', () => {
    expect(ofKind(objectsOf(), 'GitRepository')[0]?.spec.verify).toBeUndefined();
    const objects = objectsOf('git: { signingKeys: git/keys, credentials: git/read }');
    expect(ofKind(objects, 'GitRepository')[0]?.spec).toMatchObject({
      verify: { mode: 'HEAD', secretRef: { name: 'git-signing-keys' } },
      secretRef: { name: 'git-credentials' },
    });
    expect(ofKind(objects, 'ExternalSecret').map(({ metadata }) => String(metadata.name))).toEqual(['git-credentials', 'git-signing-keys']);
    expect(ofKind(objects, 'SecretStore')).toHaveLength(1);
  });

  test('decrypts where a key is declared', () => {
    const [first] = ofKind(objectsOf('git: { decryption: git/age }'), 'Kustomization');
    expect(first?.spec.decryption).toEqual({ provider: 'sops', secretRef: { name: 'sops-age' } });
  });

  test('is called by the repository, where a token is declared', () => {
    const [receiver] = ofKind(objectsOf('git: { webhook: git/webhook }'), 'Receiver');
    expect(receiver?.spec).toMatchObject({ type: 'github', secretRef: { name: 'git-webhook' } });
    expect(ofKind(objectsOf(), 'Receiver')).toEqual([]);
  });

  test('tells Alertmanager of errors, and a chat of what it asks for', () => {
    const objects = objectsOf('receivers: { chat: { type: slack, key: slack, channel: "#shop", severities: [info] } }');
    const alerts = ofKind(objects, 'Alert').map(({ metadata, spec }) => [String(metadata.name), spec.eventSeverity]);
    expect(alerts).toEqual([
      ['alertmanager', 'error'],
      ['chat', 'info'],
    ]);
  });

  test('may write the kinds that services have, in their namespace, and no RBAC and no Secret', () => {
    const roles = renderManifests(platformWith(''))
      .flatMap(({ objects }) => objects.map(({ object }) => object as unknown as Node & { rules?: { resources: string[] }[] }))
      .filter(({ kind, metadata }) => String(kind) === 'Role' && String(metadata.name) === 'reconciler');
    expect(roles).toHaveLength(3);
    const resources = roles.flatMap(({ rules }) => rules ?? []).flatMap((rule) => rule.resources);
    expect(resources).toContain('deployments');
    for (const forbidden of ['secrets', 'roles', 'rolebindings', '*']) expect(resources).not.toContain(forbidden);
  });
});
