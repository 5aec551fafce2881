import fc from 'fast-check';
import { surgePods } from '../../lib/model/rollout';
import { goDuration } from '../../lib/model/secrets';
import { platformOf } from '../support/platforms';

const service = (name: string, cpu: string, more = '') => `  ${name}:
    tier: 2
    image: r.example.com/${name}:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    probe: { http: { path: / } }
    resources: { requests: { cpu: ${cpu}, memory: 100Mi } }
${more}`;

const tenancyIn = (services: string, more = '') => platformOf(services, more).clusters[0]?.tenancy;

describe('the quota of a namespace', () => {
  test('holds every service at its ceiling while it is rolled out', () => {
    // Two replicas, at most four; a rolling update runs one more, and the one that it replaces still stops.
    const tenancy = tenancyIn(service('a', '100m'));
    expect(tenancy?.quota.pods.value).toBe(4 + 2 * 1);
    expect(tenancy?.quota.cpu.value.text).toBe('600m');
    expect(tenancy?.quota.memory.value.text).toBe('600Mi');
  });

  test('counts a second set for a blue-green roll-out, and sidecars in a mesh', () => {
    const blueGreen = service('a', '100m', '    rollout: { strategy: blueGreen, unjudged: a test }\n');
    expect(tenancyIn(blueGreen)?.quota.pods.value).toBe(4 + 2 * 4);
    expect(tenancyIn(blueGreen, 'mesh: istio')?.quota.cpu.value.millicores).toBe(12 * (100 + 100));
  });

  test('counts two runs of a scheduled job: the last one may still stop', () => {
    const job = `  report:
    tier: 2
    image: r.example.com/report:1.0.0
    resources: { requests: { cpu: 100m, memory: 100Mi } }
    schedule: { cron: "0 3 * * *" }
`;
    expect(tenancyIn(job)?.quota.pods.value).toBe(2);
  });

  test('admits the largest container that is declared, and the sidecar of a mesh', () => {
    expect(tenancyIn(service('a', '100m'))?.largest.memory.text).toBe('100Mi');
    expect(tenancyIn(service('a', '100m'), 'mesh: istio')?.largest.memory.text).toBe('1Gi');
  });

  test('is told with its reason', () => {
    expect(tenancyIn(service('a', '100m'))?.quota.cpu.because).toMatchObject({ inputs: { pods: '6', 'one pod': 'requests.cpu' } });
  });
});

test('the teams of a namespace are those that own a service in it', () => {
  expect(tenancyIn(service('a', '100m', '    team: cart\n') + service('b', '100m'))?.teams).toEqual(['cart', 'shop']);
});

test('a roll-out runs a second set only where the first one stays whole', () => {
  expect(surgePods({ strategy: 'rolling' }, 10)).toBe(3);
  expect(surgePods({ strategy: 'canary', steps: [] }, 10)).toBe(3);
  expect(surgePods({ strategy: 'canary', steps: [], router: 'istio' }, 10)).toBe(10);
  expect(surgePods({ strategy: 'blueGreen' }, 10)).toBe(10);
});

test('a Go duration reads back as the same time', () => {
  const units = { h: 3600, m: 60, s: 1 } as const;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
      const text = goDuration(seconds);
      expect(text).toMatch(/^(\d+h)?(\d+m)?(\d+s)?$/);
      const read = [...text.matchAll(/(\d+)([hms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * units[unit as 'h'], 0);
      expect(read).toBe(seconds);
    }),
  );
});
