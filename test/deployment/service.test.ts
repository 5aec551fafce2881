import { defineWorkload, type Workload } from '../../lib/model';
import { seconds } from '../../lib/spec';
import { HTTP, kinds, render, singleton, webService } from './support';

const schedule = {
  cron: '0 3 * * *',
  timeZone: 'Etc/UTC',
  concurrency: 'Forbid',
  startWithin: seconds(300),
  timeout: seconds(3600),
  retries: 2,
} as const;
const job = (): Workload =>
  defineWorkload({ name: 'report', namespace: 'shop', image: { repository: 'r.example.com/report', tag: '1' }, schedule });

describe('a deployed service', () => {
  test('that listens has a Deployment, a Service, an autoscaler, a budget and a policy', () => {
    expect(kinds(webService({ env: { A: '1' } }))).toEqual([
      'ConfigMap',
      'Deployment',
      'HorizontalPodAutoscaler',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
      'ServiceAccount',
    ]);
  });

  test('without ports is a worker: no Service', () => {
    expect(kinds(webService({ ports: [], probes: undefined }))).not.toContain('Service');
  });

  test('that is scheduled is a CronJob, with nothing that keeps pods running', () => {
    expect(kinds(job())).toEqual(['CronJob', 'NetworkPolicy', 'ServiceAccount']);
  });

  test('that is a singleton never runs twice, and is not scaled', () => {
    const rendered = render(singleton());
    const { spec, metadata } = rendered.kind('Deployment');
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(metadata.annotations).toEqual({ 'holdfast.dev/singleton': 'holds state', 'holdfast.dev/minimum-replicas': '2' });
    expect(rendered.kind('PodDisruptionBudget').spec.maxUnavailable).toBe(1);
    expect(kinds(singleton())).not.toContain('HorizontalPodAutoscaler');
  });

  test('has its own account, without a token', () => {
    const rendered = render(webService());
    expect(rendered.kind('ServiceAccount').automountServiceAccountToken).toBe(false);
    expect(rendered.kind('Deployment').spec.template.spec).toMatchObject({
      serviceAccountName: 'cart',
      automountServiceAccountToken: false,
    });
  });

  test('selects its pods by labels that do not change with the version', () => {
    const selector = (tag: string) =>
      render(webService({ image: { repository: 'r.example.com/cart', tag } })).kind('Deployment').spec.selector;
    expect(selector('1.0.0')).toEqual(selector('2.0.0'));
  });

  test('routes by the name of the port, so that container and Service ports may differ', () => {
    const { ports } = render(webService()).kind('Service').spec;
    expect(ports).toEqual([{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' }]);
  });
});

describe('the autoscaler', () => {
  test('goes from the floor that carries the load to the ceiling', () => {
    const workload = webService();
    expect(render(workload).kind('HorizontalPodAutoscaler').spec).toMatchObject({
      minReplicas: workload.scaling?.floor.value,
      maxReplicas: workload.scaling?.ceiling.value,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' },
    });
  });

  test('owns the replicas: the Deployment beside it names none', () => {
    expect(render(webService()).kind('Deployment').spec.replicas).toBeUndefined();
  });

  test('scales up at once and down after five calm minutes', () => {
    const { behavior } = render(webService()).kind('HorizontalPodAutoscaler').spec;
    expect(behavior?.scaleUp?.stabilizationWindowSeconds).toBe(0);
    expect(behavior?.scaleDown?.stabilizationWindowSeconds).toBe(300);
  });
});

describe('configuration', () => {
  const names = (workload: Workload) =>
    render(workload)
      .all.filter(({ kind }) => String(kind) === 'ConfigMap')
      .map(({ metadata }) => String(metadata?.name));

  test('has a name that follows from its content, so that a change rolls the pods', () => {
    const [before] = names(webService({ env: { LEVEL: 'info' } }));
    const [after] = names(webService({ env: { LEVEL: 'debug' } }));
    expect(before).toMatch(/^cart-env-[0-9a-f]{10}$/);
    expect(after).not.toBe(before);
    expect(names(webService({ env: { LEVEL: 'info' } }))).toEqual([before]);
  });

  test('does not depend on the order in which it is written', () => {
    expect(names(webService({ env: { A: '1', B: '2' } }))).toEqual(names(webService({ env: { B: '2', A: '1' } })));
  });

  test('is immutable, and named by the pods that read it', () => {
    const rendered = render(webService({ env: { LEVEL: 'info' } }));
    expect(rendered.kind('ConfigMap').immutable).toBe(true);
    expect(rendered.kind('Deployment').spec.template.spec.containers[0]?.envFrom).toEqual([
      { configMapRef: { name: rendered.kind('ConfigMap').metadata.name } },
    ]);
  });

  test('puts each file at its own path, also where two paths look alike', () => {
    const rendered = render(webService({ files: { '/etc/a/b.yaml': '1', '/etc/a_b.yaml': '2' } }));
    const mounts = rendered.kind('Deployment').spec.template.spec.containers[0]?.volumeMounts as unknown as {
      mountPath: string;
      subPath?: string;
    }[];
    const data = rendered.kind('ConfigMap').data as unknown as Record<string, string>;
    const contentAt = (path: string) => data[mounts.find(({ mountPath }) => mountPath === path)?.subPath ?? ''];
    expect([contentAt('/etc/a/b.yaml'), contentAt('/etc/a_b.yaml')]).toEqual(['1', '2']);
  });
});

describe('a port below 1024', () => {
  test('gets the one capability that it needs, and others get none', () => {
    const add = (port: number) =>
      render(webService({ ports: [{ ...HTTP, port }] })).kind('Deployment').spec.template.spec.containers[0]?.securityContext?.capabilities
        ?.add;
    expect(add(80)).toEqual(['NET_BIND_SERVICE']);
    expect(add(8080)).toBeUndefined();
  });
});
