import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { renderManifests } from '../../../charts/render';
import { checkedManifests } from '../../../charts/synthesize';
import { resolvePlatform } from '../../../lib/model';
import { parseSpec } from '../../../lib/spec';
import { fixturePlatform, ROOT, referencePlatform } from '../../support/platforms';
import { monitoring, specOf } from '../prometheus/support';

const watched = () => fixturePlatform('watched.yaml');
const service = (name: string) => specOf<Record<string, unknown>>(watched(), 'Service', name);

interface Collector {
  readonly processors: Readonly<Record<string, { readonly num_traces: number; readonly policies: readonly { readonly type: string }[] }>>;
  readonly exporters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly receivers: object;
  readonly extensions: object;
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: Readonly<Record<string, Readonly<Record<'receivers' | 'processors' | 'exporters', readonly string[]>>>>;
  };
}
const config = (collector: string) => {
  const found = monitoring(watched()).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith(`${collector}-files-`));
  return load(found?.data['etc_otelcol_config.yaml'] ?? '') as Collector;
};
const COLLECTORS = ['otel-agent', 'otel-gateway', 'log-agent'];

describe('every collector', () => {
  test.each(COLLECTORS)('%s declares each component that its pipelines use, and uses each that it declares', (name) => {
    const { service, receivers, processors, exporters, extensions } = config(name);
    const used = (part: 'receivers' | 'processors' | 'exporters') =>
      [...new Set(Object.values(service.pipelines).flatMap((pipeline) => pipeline[part]))].sort();
    expect(used('receivers')).toEqual(Object.keys(receivers).sort());
    expect(used('processors')).toEqual(Object.keys(processors).sort());
    expect(used('exporters')).toEqual(Object.keys(exporters).sort());
    expect([...service.extensions].sort()).toEqual(Object.keys(extensions).sort());
  });

  test.each(COLLECTORS)('%s refuses what it has no memory for before anything else, and sends in batches', (name) => {
    for (const { processors } of Object.values(config(name).service.pipelines)) {
      expect([processors[0], processors.at(-1)]).toEqual(['memory_limiter', 'batch']);
    }
  });
});

describe('traces', () => {
  test('are told to the agent of the node by services that ask for it', () => {
    const web = renderManifests(watched())[0]?.objects.find(({ file }) => file.endsWith('/web/configmap.yaml'))?.object as unknown as {
      data: Record<string, string>;
    };
    expect(web.data).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-agent.monitoring.svc:4317',
      OTEL_SERVICE_NAME: 'web',
      OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=shop,service.version=2.4.1,team=shop',
    });
    expect(service('otel-agent').internalTrafficPolicy).toBe('Local');
  });

  test('stay when they failed, were slow, or are drawn', () => {
    const { tail_sampling: sampling } = config('otel-gateway').processors;
    expect(sampling?.policies).toMatchObject([{ type: 'status_code' }, { type: 'latency' }, { probabilistic: { sampling_percentage: 5 } }]);
  });

  test('fit into the memory of the gateway until they are decided, at the declared load', () => {
    // 2,000 users with 10.2 s between two requests.
    expect(config('otel-gateway').processors.tail_sampling?.num_traces).toBeGreaterThanOrEqual((2000 / 10.2) * 10);
  });

  test('of one trace meet in one replica', () => {
    expect(config('otel-agent').exporters.load_balancing).toMatchObject({
      routing_key: 'traceID',
      resolver: { dns: { hostname: 'otel-gateway-replicas.monitoring.svc.cluster.local' } },
    });
    expect(service('otel-gateway-replicas').clusterIP).toBe('None');
  });
});

describe('logs', () => {
  test('are read in a namespace of their own, by a user who is not root and may write nothing', () => {
    const { spec } = specOf<{ template: { spec: Record<string, unknown> } }>(watched(), 'DaemonSet', 'log-agent').template;
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10_001, supplementalGroups: [0] });
    expect(spec.volumes).toContainEqual({ name: 'node', hostPath: { path: '/var/log/pods', type: 'Directory' } });
  });

  test('go to Loki over OTLP', () => {
    expect(config('log-agent').exporters.otlp_http?.endpoint).toBe('https://loki.example.com/otlp');
  });
});

test('nothing collects where nothing is asked for', () => {
  const kinds = monitoring(referencePlatform(), 'production/us-east-1').map(({ kind }) => kind);
  expect(kinds).not.toContain('DaemonSet');
});

test.each(['loki', 'cloudwatch'])('a platform with all of it, and logs in %s, keeps every rule', (logs) => {
  const source = readFileSync(path.join(ROOT, 'test/fixtures/watched.yaml'), 'utf8');
  const text = logs === 'loki' ? source : source.replace(/logs: loki\n.*\n/, 'logs: cloudwatch\n');
  const loaded = parseSpec(text, 'watched.yaml');
  const { judgement } = checkedManifests({ platform: resolvePlatform(loaded.spec), source: loaded });
  expect(judgement.findings).toEqual([]);
});
