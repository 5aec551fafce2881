import { monitoringSize, type Platform } from '../../../lib/model';
import { fixturePlatform, referencePlatform } from '../../support/platforms';
import { monitoring } from './support';

const watched = () => fixturePlatform('watched.yaml');
const spec = (kind: string, where?: string, platform: Platform = watched()) =>
  monitoring(platform, where).find((object) => object.kind === kind)?.spec ?? {};

describe('the Prometheus of a cluster', () => {
  test('says which platform, environment, region and role its samples and alerts are of', () => {
    expect(spec('Prometheus').externalLabels).toMatchObject({
      platform: 'shop',
      environment: 'production',
      region: 'eu-west-1',
      role: 'primary',
    });
    expect(spec('Prometheus', 'production/eu-central-1').externalLabels).toMatchObject({ region: 'eu-central-1', role: 'recovery' });
  });

  test('writes to the workspaces of both regions, so that each of them shows both when the other is gone', () => {
    const regions = (where: string) =>
      (spec('Prometheus', where).remoteWrite as { sigv4: { region: string } }[]).map(({ sigv4 }) => sigv4.region);
    expect(regions('production/eu-west-1')).toEqual(['eu-west-1', 'eu-central-1']);
    expect(regions('production/eu-central-1')).toEqual(['eu-west-1', 'eu-central-1']);
  });

  test('keeps its samples to itself where no workspace is declared', () => {
    expect(spec('Prometheus', 'staging/eu-west-1').remoteWrite).toBeUndefined();
  });

  test('keeps them longer than the longest window of an objective', () => {
    expect(spec('Prometheus').retention).toBe('31d');
  });

  test('asks public endpoints by their readiness path, from production only', () => {
    expect(spec('Probe')).toMatchObject({ module: 'web', targets: { staticConfig: { static: ['https://shop.example.com/healthz'] } } });
    expect(monitoring(watched(), 'staging/eu-west-1').some(({ kind }) => kind === 'Probe')).toBe(false);
  });
});

describe('its size', () => {
  const sizes = (platform: Platform) => platform.clusters.map((cluster) => monitoringSize(platform, cluster));

  test('follows from the series of pods and nodes at their most, with the reason', () => {
    const [size] = sizes(referencePlatform());
    expect(size?.memory.value.bytes).toBeGreaterThanOrEqual(2 ** 30);
    expect(size?.series.because.inputs.pods).toMatch(/^\d+$/);
  });

  test('has room on disk for what is kept, and for compaction beside it', () => {
    for (const { disk, retentionBytes, series, retentionDays } of sizes(referencePlatform())) {
      expect(retentionBytes.bytes).toBeGreaterThanOrEqual((series.value / 30) * retentionDays.value * 86_400 * 2 * 0.9);
      expect(retentionBytes.bytes).toBeLessThanOrEqual(disk.value.bytes * 0.8);
    }
  });
});
