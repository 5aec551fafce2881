import { syncPlan } from '../../lib/model';
import { platformOf, referencePlatform } from '../support/platforms';

const service = (name: string, calls: string) => `  ${name}:
    tier: 2
    image: r.example.com/${name}:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    probe: { http: { path: / } }
    resources: { requests: { cpu: 100m, memory: 100Mi } }
    calls: [${calls}]
`;

describe('the order of a release', () => {
  const { folders, home } = syncPlan(referencePlatform());
  const wave = (name: string) => folders.find((folder) => folder.name === name)?.wave ?? -1;

  test('has what a cluster needs once before all services, and callees before callers', () => {
    expect(wave('platform')).toBe(0);
    for (const { caller, callee } of referencePlatform().graph.calls) expect(wave(callee)).toBeLessThan(wave(caller));
  });

  test('goes through staging, then the recovery region, then the one that serves', () => {
    const stages = new Map(folders.map(({ cluster, stage }) => [`${cluster.environment}/${cluster.role}`, stage]));
    expect(Object.fromEntries(stages)).toEqual({
      'production/primary': 'primary',
      'production/recovery': 'recovery',
      'staging/primary': 'staging',
    });
  });

  test('is kept outside the region whose loss it must survive', () => {
    expect(home.role).toBe('recovery');
  });

  test('has a folder for each service of each cluster, and three for the cluster', () => {
    expect(folders).toHaveLength(3 * 14);
    expect(new Set(folders.map(({ path }) => path)).size).toBe(folders.length);
  });

  test('waits for what a service calls, where that runs at all', () => {
    const some = syncPlan(referencePlatform()).folders.find(({ name }) => name === 'recommendationservice');
    expect(some?.after).toEqual(['platform', 'productcatalogservice']);
  });

  test('takes services that call each other together: none of them waits for another', () => {
    const { folders: circle } = syncPlan(platformOf(service('a', 'b') + service('b', 'a, c') + service('c', '')));
    const of = (name: string) => circle.find((folder) => folder.name === name);
    expect([of('a')?.wave, of('b')?.wave, of('c')?.wave]).toEqual([2, 2, 1]);
    expect([of('a')?.after, of('b')?.after]).toEqual([['platform'], ['platform', 'c']]);
  });
});
