import { parser } from '@prometheus-io/lezer-promql';
import { dashboardsOf, EXPORTED_SERIES, type Platform, platformAlerts, serviceAlerts } from '../../../lib/model';
import { dashboardFiles } from '../../../lib/observability';
import { fixturePlatform, platformOf, referencePlatform } from '../../support/platforms';
import { monitoring } from '../prometheus/support';

const PLATFORMS: Readonly<Record<string, () => Platform>> = {
  reference: referencePlatform,
  'in a mesh, with versions side by side': () => fixturePlatform('progressive.yaml'),
  'in an ambient mesh': () => fixturePlatform('ambient.yaml'),
  watched: () => fixturePlatform('watched.yaml'),
  small: () => fixturePlatform('small.yaml'),
};

interface Target {
  readonly expr: string;
  readonly refId: string;
}
interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Target[];
}
interface Page {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly GrafanaPanel[];
  readonly annotations: { readonly list?: readonly { readonly expr?: string }[] };
  readonly templating: { readonly list: readonly { readonly name: string; readonly query?: unknown; readonly type: string }[] };
}

const pagesOf = (platform: Platform) => [...dashboardFiles(platform)].map(([file, text]) => ({ file, page: JSON.parse(text) as Page }));
const graphs = ({ panels }: Page) => panels.filter(({ type }) => type !== 'row');

/** What Grafana puts in the place of its variables. */
const filledIn = (query: string) =>
  query
    .replaceAll('$__rate_interval', '5m')
    .replaceAll('$environment', 'production')
    .replaceAll('$region', '.*')
    .replaceAll('$service', 'web');

/** Names of the series that a query selects, and the labels that it asks for. */
function selected(query: string): { readonly series: readonly string[]; readonly labels: readonly string[] } {
  const series: string[] = [];
  const labels: string[] = [];
  parser.parse(query).iterate({
    enter: ({ name, node }) => {
      if (name === '⚠') throw new Error(`no PromQL: ${query}`);
      const identifier = name === 'VectorSelector' ? node.getChild('Identifier') : null;
      if (identifier) series.push(query.slice(identifier.from, identifier.to));
      if (name === 'LabelName') labels.push(query.slice(node.from, node.to));
    },
  });
  return { series, labels };
}

describe.each(Object.keys(PLATFORMS))('the dashboards of the platform %s', (name) => {
  const platform = (PLATFORMS[name] as () => Platform)();
  const pages = pagesOf(platform);
  const queries = pages.flatMap(({ page }) => [
    ...graphs(page).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...(page.annotations.list ?? []).flatMap(({ expr }) => expr ?? []),
  ]);
  const recorded = new Set(
    platform.clusters.flatMap((cluster) =>
      [...platformAlerts(platform, cluster), ...cluster.services.flatMap((service) => serviceAlerts(platform, cluster, service))].flatMap(
        ({ recording }) => recording.map(({ record }) => record),
      ),
    ),
  );
  /** Series that applications declare, or that they have by convention. */
  const declared = new Set(
    Object.values(platform.spec.services).flatMap(({ metrics }) =>
      metrics
        ? [
            metrics.requests ?? ['http_requests_total', 'grpc_server_handled_total'],
            metrics.durations ?? ['http_request_duration_seconds', 'grpc_server_handling_seconds'],
          ].flat()
        : [],
    ),
  );

  test('ask only for series that something scraped has, or that a rule records', () => {
    const base = (series: string) => series.replace(/_(bucket|count|sum)$/, '');
    const known = (series: string) =>
      [series, base(series)].some((one) => EXPORTED_SERIES.has(one) || recorded.has(one) || declared.has(one));
    const asked = new Set(queries.flatMap((query) => selected(filledIn(query)).series));
    expect(asked.size).toBeGreaterThan(5);
    expect([...asked].filter((series) => !known(series))).toEqual([]);
  });

  test('name no variable that their page does not have', () => {
    for (const { page } of pages) {
      const known = page.templating.list.map((variable) => variable.name);
      const used = JSON.stringify(page.panels).match(/\$(?!__)[a-z]+/g) ?? [];
      expect([...new Set(used)].filter((variable) => !known.includes(variable.slice(1)))).toEqual([]);
      expect(known).toEqual(expect.arrayContaining(['datasource', 'environment', 'region']));
    }
  });

  test('can be narrowed to an environment and a region, every query of them', () => {
    const narrowed = queries.filter((query) => !/^vector\(/.test(query));
    for (const query of narrowed) expect(selected(filledIn(query)).labels).toEqual(expect.arrayContaining(['environment', 'region']));
  });

  test('say of every panel what it shows and in which unit', () => {
    for (const panel of pages.flatMap(({ page }) => graphs(page))) {
      expect([panel.title, panel.description?.length ?? 0, panel.fieldConfig?.defaults.unit]).toEqual([
        panel.title,
        expect.any(Number),
        expect.stringMatching(/./),
      ]);
      expect(panel.description).toMatch(/\.$/);
      expect(panel.description).not.toMatch(/undefined|NaN|Infinity/);
    }
  });

  test('have addresses that stay: ids by place, uids of at most 40 characters, one of each', () => {
    expect(new Set(pages.map(({ page }) => page.uid)).size).toBe(pages.length);
    for (const { file, page } of pages) {
      expect(file).toBe(`${page.uid}.json`);
      expect(page.uid).toMatch(/^[a-z0-9-]{1,40}$/);
      expect(page.panels.map(({ id }) => id)).toEqual(page.panels.map((_, i) => i + 1));
      for (const { targets = [] } of graphs(page)) expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    }
  });

  test('lay their panels out in a grid without overlaps', () => {
    for (const { page } of pages) {
      const cells = page.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(Math.max(...page.panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24);
    }
  });

  test('have no heading without panels', () => {
    for (const { rows } of dashboardsOf(platform)) expect(rows.every(({ panels }) => panels.length > 0)).toBe(true);
  });

  test('come to each cluster as ConfigMaps that the sidecar of Grafana loads, far from the limit of 1 MiB', () => {
    const [cluster] = platform.clusters;
    const maps = monitoring(platform, `${cluster?.environment}/${cluster?.region}`).filter(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('dashboard-'),
    );
    expect(maps.map(({ data }) => Object.keys(data)[0]).sort()).toEqual(pages.map(({ file }) => file).sort());
    for (const { metadata, data } of maps) {
      expect(metadata).toMatchObject({ labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: platform.name } });
      expect(JSON.stringify(data).length).toBeLessThan(2 ** 19);
    }
  });
});

describe('a platform has the dashboards that it can fill', () => {
  const titles = (platform: Platform) => dashboardsOf(platform).map(({ uid }) => uid);
  const service = (more: string) =>
    `  web: { tier: 2, image: "r.example.com/a:1", ports: { http: { port: 80, protocol: http }, metrics: { port: 90, protocol: http } }, probe: { http: { path: /, port: http } }, resources: { requests: { cpu: 100m, memory: 64Mi } }${more} }\n`;

  test('a mesh has a page where there is one', () => {
    expect(titles(platformOf(service('')))).not.toContain('shop-mesh');
    expect(titles(platformOf(service(''), 'mesh: istio'))).toContain('shop-mesh');
  });

  test('requests and promises have panels where they are counted and made', () => {
    const rows = (more: string) => dashboardsOf(platformOf(service(more))).flatMap(({ rows }) => rows.map(({ title }) => title));
    expect(rows('')).not.toEqual(expect.arrayContaining(['Requests']));
    expect(rows('')).not.toEqual(expect.arrayContaining(['Objectives']));
    const counted = ', metrics: { port: metrics }';
    expect(rows(counted)).toContain('Requests');
    expect(rows(counted)).not.toContain('Objectives');
    expect(rows(`${counted}, objectives: { availability: 99.9 }`)).toEqual(expect.arrayContaining(['Requests', 'Objectives', 'Promises']));
  });

  test('services that count alike share a page, and others have another', () => {
    const { services = [] } = dashboardsOf(fixturePlatform('watched.yaml')).find(({ uid }) => uid === 'shop-services-1') ?? {};
    expect(services).toEqual(['payment']);
    const uids = titles(fixturePlatform('watched.yaml'));
    expect(uids.filter((uid) => uid.startsWith('shop-services'))).toHaveLength(2);
  });

  test('a failover is judged against the region that would take over', () => {
    const recovery = dashboardsOf(referencePlatform()).find(({ uid }) => uid.endsWith('recovery'));
    expect(JSON.stringify(recovery)).toContain('us-west-2');
    expect(titles(fixturePlatform('small.yaml'))).not.toContain('ledger-recovery');
  });
});
