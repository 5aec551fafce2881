import type { KubernetesObject } from '../../charts/kubernetes-object';
import { renderManifests } from '../../charts/render';
import { podIdentities, resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { fixturePlatform, fixtureText } from '../support/platforms';

interface Pod {
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}
interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}
interface Spec {
  readonly replicas?: number;
  readonly suspend?: boolean;
  readonly template?: { readonly spec: Pod };
  readonly ingress?: readonly { readonly from?: readonly { readonly podSelector?: Selector; readonly namespaceSelector?: Selector }[] }[];
}

const platform = fixturePlatform('stores.yaml');
const rendered = new Map(
  renderManifests(platform).map(({ where, objects }) => [
    where,
    objects.filter(({ file }) => file.includes('/ledger/')).map(({ object }) => object),
  ]),
);
const [primary = [], recovery = [], staging = []] = ['production/eu-west-1', 'production/eu-central-1', 'staging/eu-west-1'].map((where) =>
  rendered.get(where),
);
const find = (objects: readonly KubernetesObject[], kind: string, name = 'ledger') => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found as KubernetesObject & { readonly spec: Spec };
};
/** A variable of a container, which comes from a ConfigMap. */
const variable = (objects: readonly KubernetesObject[], name: string) =>
  objects
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('ledger-env-'))
    .map((object) => (object as KubernetesObject & { readonly data: Record<string, string> }).data[name])[0];

test('one server of a database takes writes in an environment, and the one in the other region follows', () => {
  expect([primary, recovery, staging].map((objects) => variable(objects, 'SERVER_ROLE'))).toEqual(['writable', 'standby', 'writable']);
  for (const objects of [primary, recovery, staging]) expect(find(objects, 'StatefulSet').spec.replicas).toBe(1);
});

test('a promotion waits for a person, in both regions, and there is none where there is no other region', () => {
  for (const objects of [primary, recovery]) expect(find(objects, 'CronJob', 'ledger-promote').spec.suspend).toBe(true);
  expect(staging.some(({ metadata }) => metadata.name === 'ledger-promote')).toBe(false);
});

test('copies are made and tested in each region', () => {
  for (const objects of [primary, recovery, staging])
    for (const job of ['ledger-backup', 'ledger-restore-test']) expect(find(objects, 'CronJob', job).spec.suspend).toBeFalsy();
});

test('only the services that use it, its own jobs and Prometheus reach a server', () => {
  const callers = (find(primary, 'NetworkPolicy').spec.ingress ?? [])
    .flatMap(({ from = [] }) => from)
    .map(
      ({ podSelector, namespaceSelector }) =>
        namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] ?? podSelector?.matchLabels?.['app.kubernetes.io/name'],
    );
  expect([...new Set(callers)].sort()).toEqual(['ledger-api', 'ledger-backup', 'ledger-promote', 'monitoring']);
});

test('the server runs beside what tends it and what tells Prometheus of it', () => {
  expect(find(primary, 'StatefulSet').spec.template?.spec.containers.map(({ name }) => name)).toEqual(['ledger', 'tend', 'exporter']);
});

test('a test of restores may read the archive, and nothing may write that of the other region', () => {
  const cluster = platform.clusters.find(({ environment, role }) => environment === 'production' && role === 'primary');
  if (!cluster) throw new Error('the fixture has a primary region');
  const own = podIdentities(platform, cluster).filter(({ name }) => name.startsWith('ledger'));
  const writes = (name: string) =>
    own
      .filter((identity) => identity.name === name)
      .flatMap(({ permissions }) => permissions)
      .filter(({ actions }) => actions.includes('s3:PutObject'))
      .flatMap(({ resources }) => resources);
  expect(own.map(({ name }) => name).sort()).toEqual(['ledger', 'ledger-backup', 'ledger-restore-test']);
  expect(writes('ledger-restore-test')).toEqual([]);
  expect(writes('ledger')).toEqual([
    'arn:aws:s3:::shop-production-111111111111-eu-central-1-backups/postgres/shop-production-eu-west-1/ledger/*',
  ]);
});

test('the store of secrets is there also where only a database in pods reads from it', () => {
  const [cluster] = renderManifests(fixturePlatform('data.yaml'));
  expect(cluster?.objects.filter(({ object }) => object.kind === 'SecretStore').map(({ file }) => file)).toContainEqual(
    expect.stringMatching(/\/platform\//),
  );
});

test.each([
  ['sidecars', '', { 'sidecar.istio.io/inject': 'false' }],
  ['an ambient mesh', 'istio: { dataPlane: ambient }', { 'istio.io/dataplane-mode': 'none' }],
])('with %s the pods of a database stay outside of the mesh', (_, mesh, label) => {
  const meshed = resolvePlatform(parseSpec(`${fixtureText('stores.yaml')}\nmesh: istio\n${mesh}`, 'stores.yaml').spec);
  const [cluster] = renderManifests(meshed);
  const pods = find(
    (cluster?.objects ?? []).map(({ object }) => object),
    'StatefulSet',
  ).spec.template;
  expect(pods).toMatchObject({ metadata: { labels: label } });
});
