import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderManifests } from '../../charts/render';
import { type Platform, resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { findingsOf } from '../policy/support';
import { fixturePlatform, ROOT } from '../support/platforms';

/** The fixture of sidecars with routes of the Gateway API instead. */
function inGatewayApi(): Platform {
  const text = readFileSync(path.join(ROOT, 'test/fixtures/progressive.yaml'), 'utf8');
  return resolvePlatform(parseSpec(text.replace('mesh: istio\n', 'mesh: istio\nistio: { routes: gatewayApi }\n'), 'test.yaml').spec);
}

/** Objects without which nobody would be told from anybody, or a roll-out would move nothing. */
const isLoadBearing = (kind: string, name: string) =>
  (['AuthorizationPolicy', 'NetworkPolicy'].includes(kind) && /^(web|payment)(-pods)?$/.test(name)) ||
  (['HTTPRoute', 'VirtualService'].includes(kind) && name === 'web');

describe.each([
  ['with sidecars', () => fixturePlatform('progressive.yaml')],
  ['with sidecars and routes of the Gateway API', inGatewayApi],
  ['without sidecars', () => fixturePlatform('ambient.yaml')],
])('a mesh %s', (_, make) => {
  const [cluster] = renderManifests(make());
  const objects = (cluster?.objects ?? []).map(({ object }) => ({ object }));

  test('keeps every rule of the mesh and the network', () => {
    expect(objects.length).toBeGreaterThan(100);
    expect(findingsOf({ objects }).filter(({ rule }) => ['K27', 'K28', 'X17', 'X21', 'X22'].includes(rule))).toEqual([]);
  });

  test('keeps them by what it says of each service: without that a rule is broken', () => {
    const ofServices = objects.filter(({ object: { kind, metadata } }) => isLoadBearing(kind, metadata.name));
    expect(ofServices.length).toBeGreaterThan(3);
    for (const one of ofServices) {
      const { kind, metadata } = one.object;
      const broken = findingsOf({ objects: objects.filter((other) => other !== one) }).filter(({ rule }) =>
        ['K28', 'X17', 'X21', 'X22'].includes(rule),
      );
      expect([kind, metadata.name, broken.length > 0]).toEqual([kind, metadata.name, true]);
    }
  });
});
