import { manifestFiles, renderManifests } from '../../charts/render';
import { platformOf, referencePlatform } from '../support/platforms';

const SERVICE = '{ tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } } }';

describe('rendered manifests', () => {
  const rendered = renderManifests(referencePlatform());
  const files = [...manifestFiles(rendered).keys()];

  test('have a folder for each service in each environment and region, one for what the cluster needs once, one for what watches it, and one for what backs it up', () => {
    const folders = [...new Set(files.map((file) => file.split('/').slice(0, 3).join('/')))];
    expect(folders).toHaveLength(3 * 14);
    expect(folders).toEqual(
      expect.arrayContaining(['production/us-east-1/frontend', 'production/us-west-2/cartservice', 'staging/us-east-1/platform']),
    );
  });

  test('hold each object once in a cluster', () => {
    for (const { objects } of rendered) {
      const ids = objects.map(({ object }) => `${object.kind}/${object.metadata.namespace}/${object.metadata.name}`);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('are the same in both regions but for addresses, standby capacity and what watches Argo CD, which runs in one', () => {
    const [primary, recovery = []] = ['us-east-1', 'us-west-2'].map((region) =>
      // The name of a file says which object it is only where there are several of a kind.
      files
        .filter((file) => file.startsWith(`production/${region}/`))
        .map((file) => file.replace(region, '').replace(/podmonitor-external-secrets/, 'podmonitor')),
    );
    expect(recovery.filter((file) => !file.includes('podmonitor-argocd'))).toEqual(primary);
  });

  test('do not depend on the order of services in the file', () => {
    const [forward, backward] = [`  a: ${SERVICE}\n  b: ${SERVICE}\n`, `  b: ${SERVICE}\n  a: ${SERVICE}\n`].map((text) => [
      ...manifestFiles(renderManifests(platformOf(text))),
    ]);
    expect(backward).toEqual(forward);
  });

  test('keep the file of a ConfigMap when its content, and so its name, changes', () => {
    const withLevel = (level: string) =>
      renderManifests(platformOf(`  a: ${SERVICE.replace(/ }$/, `, config: { env: { LEVEL: ${level} } } }`)}\n`));
    const configMap = (level: string) => withLevel(level)[0]?.objects.find(({ file }) => /\/a\/configmap/.test(file));
    expect(configMap('info')?.file).toBe(configMap('debug')?.file);
    expect(configMap('info')?.object.metadata.name).not.toBe(configMap('debug')?.object.metadata.name);
  });

  test('tell how far they are', () => {
    const calls: number[][] = [];
    renderManifests(platformOf(`  a: ${SERVICE}\n`), (done, total) => calls.push([done, total]));
    expect(calls).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });
});
