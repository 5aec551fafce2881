import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dashboardsOf, type Panel } from '../../lib/model';
import { grafanaDashboard } from '../../lib/observability';
import { freePort, Processes } from '../observability/prometheus/processes';
import { fixturePlatform } from '../support/platforms';
import { type DrawnPanel, picture } from './picture';
import { openMetrics } from './samples';

/**
 * Draws a dashboard of the watched platform as Grafana lays it out, with answers of a real Prometheus to its queries over made-up
 * samples: `npm run preview -- shop-services-1 page.svg`.
 */
async function main([uid = 'shop-services-1', file = 'dashboard.svg']: readonly string[]): Promise<void> {
  const dashboards = dashboardsOf(fixturePlatform('watched.yaml'));
  const dashboard = dashboards.find((one) => one.uid === uid);
  if (!dashboard) throw new Error(`no dashboard ${uid}; there are ${dashboards.map((one) => one.uid).join(', ')}`);
  const service = dashboard.services?.[0] ?? '';
  const filledIn = (query: string) =>
    query.replaceAll('$__rate_interval', '2m').replaceAll('$environment', '.*').replaceAll('$region', '.*').replaceAll('$service', service);
  const panels = dashboard.rows.flatMap((row) => row.panels);
  const now = Math.floor(Date.now() / 60_000) * 60;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-preview-'));
  const processes = new Processes();
  try {
    writeFileSync(
      path.join(folder, 'samples'),
      openMetrics(
        panels.flatMap(({ queries }) => queries.map(({ expr }) => filledIn(expr))),
        service,
        now,
      ),
    );
    mkdirSync(path.join(folder, 'data'));
    const made = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', 'samples', 'data'], { cwd: folder, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
    writeFileSync(path.join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
    const address = `127.0.0.1:${await freePort()}`;
    processes.start(
      'prometheus',
      ['--config.file=prometheus.yml', '--storage.tsdb.path=data', '--storage.tsdb.retention.time=30d', `--web.listen-address=${address}`],
      folder,
    );
    await processes.until(
      'Prometheus is ready',
      async () => (await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok ?? false,
    );
    const { panels: placed = [], title = '' } = grafanaDashboard(dashboard);
    const drawn: DrawnPanel[] = [];
    for (const { type, title: name = '', gridPos } of placed) {
      const panel = panels.find((one) => one.title === name);
      const grid = gridPos ?? { x: 0, y: 0, w: 24, h: 1 };
      const lines = panel && type !== 'row' ? await answers(panel, filledIn, address, now) : [];
      drawn.push({ title: name, type: type ?? 'row', unit: panel?.unit ?? '', grid, lines });
    }
    writeFileSync(file, picture(`${title}${service && ` — ${service}`}`, drawn));
  } finally {
    await processes.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Answer {
  readonly data?: { readonly result: readonly { readonly metric: Record<string, string>; readonly values: readonly [number, string][] }[] };
  readonly error?: string;
}

async function answers(
  { queries }: Panel,
  filledIn: (query: string) => string,
  address: string,
  now: number,
): Promise<DrawnPanel['lines']> {
  const lines: DrawnPanel['lines'][number][] = [];
  for (const { expr, legend } of queries) {
    const asked = new URLSearchParams({ query: filledIn(expr), start: String(now - 6 * 3_600), end: String(now), step: '120' });
    const { data, error } = (await (await fetch(`http://${address}/api/v1/query_range?${asked}`)).json()) as Answer;
    if (error) throw new Error(`${expr}: ${error}`);
    for (const { metric, values } of data?.result ?? []) {
      const name = legend.replace(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? '');
      const points = values.map(([time, value]) => [time, Number(value)] as const).filter(([, value]) => Number.isFinite(value));
      lines.push({ name, points });
    }
  }
  return lines;
}

void main(process.argv.slice(2));
