import { render, singleton, webService } from './support';

const podOf = (workload: Parameters<typeof render>[0]) => render(workload).kind('Deployment').spec.template.spec;
const stop = (how: 'image' | 'copied' | 'kubelet') => ({ waitSeconds: 12, graceSeconds: 30, with: how });

describe('the pods of a service', () => {
  test('run as a user that no node has, without privileges, on a read-only file system', () => {
    const pod = podOf(webService());
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers[0]?.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('must spread over zones, since capacity was proved for the loss of the fullest, and should over hosts', () => {
    const constraints = podOf(webService()).topologySpreadConstraints as unknown as { topologyKey: string; whenUnsatisfiable: string }[];
    expect(constraints.map(({ topologyKey, whenUnsatisfiable }) => [topologyKey, whenUnsatisfiable])).toEqual([
      ['topology.kubernetes.io/zone', 'DoNotSchedule'],
      ['kubernetes.io/hostname', 'ScheduleAnyway'],
    ]);
    expect(podOf(singleton()).topologySpreadConstraints).toBeUndefined();
  });

  test('are restarted with more patience than they are taken out of traffic', () => {
    const container = podOf(webService()).containers[0];
    const patience = (probe: 'livenessProbe' | 'readinessProbe' | 'startupProbe') =>
      Number(container?.[probe]?.periodSeconds) * Number(container?.[probe]?.failureThreshold);
    expect(patience('livenessProbe')).toBeGreaterThan(patience('readinessProbe'));
    expect(patience('startupProbe')).toBe(30);
  });

  test('reserve local disk, and what they write to is bounded', () => {
    const pod = podOf(webService({ writable: ['/data', '/cache'] }));
    expect(pod.containers[0]?.resources?.limits?.['ephemeral-storage']).toBe('256Mi');
    expect(pod.volumes).toEqual([
      { name: 'writable-0', emptyDir: { sizeLimit: '256Mi' } },
      { name: 'writable-1', emptyDir: { sizeLimit: '256Mi' } },
    ]);
    expect(pod.containers[0]?.volumeMounts).toEqual([
      { name: 'writable-0', mountPath: '/cache' },
      { name: 'writable-1', mountPath: '/data' },
    ]);
  });
});

describe('a stopping pod', () => {
  test('waits with the sleep of its image', () => {
    expect(podOf(webService({ stop: stop('image') })).containers[0]?.lifecycle?.preStop).toEqual({ exec: { command: ['sleep', '12'] } });
  });

  test('waits with a copied sleep where the image has none, which comes with its limits', () => {
    const pod = podOf(webService({ stop: stop('copied') }));
    expect(pod.containers[0]?.lifecycle?.preStop).toEqual({ exec: { command: ['/holdfast/sleep', '12'] } });
    expect(pod.initContainers?.[0]).toMatchObject({
      command: ['cp', '/bin/busybox', '/holdfast/sleep'],
      securityContext: { readOnlyRootFilesystem: true },
    });
    expect(pod.initContainers?.[0]?.resources?.limits?.memory).toBe('16Mi');
  });

  test('waits in the kubelet where that is declared', () => {
    expect(podOf(webService({ stop: stop('kubelet') })).containers[0]?.lifecycle).toEqual({ preStop: { sleep: { seconds: 12 } } });
  });

  test.each(['image', 'copied', 'kubelet'] as const)('is killed only after the wait (%s) and its own time', (how) => {
    expect(podOf(webService({ stop: stop(how) })).terminationGracePeriodSeconds).toBe(42);
  });
});
