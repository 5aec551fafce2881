import { type ByteQuantity, bytes, type CpuQuantity, millicores } from '../../spec';
import { type Derived, derived, figure } from '../derived';
import { SCRAPE_SECONDS } from '../indicators';
import { hasSidecars } from '../mesh/data-plane';
import type { Cluster, Platform } from '../platform';
import { FIGURES } from './figures';

/** How large the Prometheus of a cluster is. */
export interface MonitoringSize {
  /** Series at once, with every service at its ceiling. */
  readonly series: Derived<number>;
  readonly retentionDays: Derived<number>;
  readonly cpu: Derived<CpuQuantity>;
  readonly memory: Derived<ByteQuantity>;
  readonly memoryLimit: ByteQuantity;
  readonly disk: Derived<ByteQuantity>;
  /** What the blocks may fill of it. */
  readonly retentionBytes: ByteQuantity;
}

/** What is watched. */
export type Watched = Pick<Cluster, 'services' | 'tenancy'> & { readonly nodes: Pick<Cluster['nodes'], 'max'> };

const DAY_SECONDS = 86_400;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Size of a Prometheus from the pods and nodes of its cluster at their most. */
export function monitoringSize(platform: Pick<Platform, 'spec'>, cluster: Watched): MonitoringSize {
  const series = seriesOf(platform, cluster);
  const retentionDays = retentionOf(platform);
  const { perSeries, least, bytesPerSample, fill, memoryBurst } = FIGURES;
  const source = 'Grafana Mimir, planning capacity: ingester';
  const memory = up(Math.max(least.bytes, series.value * perSeries.bytes), 64 * MIB);
  const cpu = up(Math.max(least.millicores, series.value * perSeries.millicores), 50);
  const kept = (series.value / SCRAPE_SECONDS) * retentionDays.value * DAY_SECONDS * bytesPerSample;
  const disk = up(Math.max(least.diskBytes, kept / fill), 10 * GIB);
  const inputs = { series: String(series.value) };
  return {
    series,
    retentionDays,
    cpu: derived(millicores(cpu), 'one core for 300,000 series, at least 250m', inputs, source),
    memory: derived(bytes(memory), '2.5 GB for 300,000 series, at least 1Gi', inputs, source),
    memoryLimit: bytes(up(memory * memoryBurst, 64 * MIB)),
    disk: derived(
      bytes(disk),
      'retention x series / scrape interval x bytes per sample / fill',
      {
        ...inputs,
        retention: `${retentionDays.value}d`,
        'scrape interval': `${SCRAPE_SECONDS}s`,
        'bytes per sample': String(bytesPerSample),
        fill: `${figure(fill * 100)}%`,
      },
      'Prometheus, storage',
    ),
    retentionBytes: bytes(Math.floor((disk * fill) / GIB) * GIB),
  };
}

function seriesOf({ spec }: Pick<Platform, 'spec'>, { services, nodes, tenancy }: Watched): Derived<number> {
  const { series } = FIGURES;
  const pods = tenancy.quota.pods.value;
  const scraped = services.reduce((sum, { workload: { metrics, scaling } }) => sum + (metrics ? (scaling?.ceiling.value ?? 1) : 0), 0);
  const sidecars = hasSidecars(spec) ? pods : 0;
  const value = scraped * series.application + sidecars * series.sidecar + pods * series.pod + nodes.max.value * series.node;
  return derived(
    value,
    'pods with metrics x 1000 + sidecars x 1500 + pods x 250 + nodes x 2000',
    { 'pods with metrics': String(scraped), sidecars: String(sidecars), pods: String(pods), nodes: String(nodes.max.value) },
    'ceilings of services and nodes; series of one of each are assumptions',
  );
}

/** An error budget is counted over its window, so that the window must still be there. */
function retentionOf({ spec }: Pick<Platform, 'spec'>): Derived<number> {
  const windows = Object.values(spec.services).flatMap(({ objectives }) => (objectives ? [objectives.window.seconds / DAY_SECONDS] : []));
  const longest = Math.max(0, ...windows);
  return derived(
    Math.max(FIGURES.retentionDays, Math.ceil(longest) + (longest > 0 ? 1 : 0)),
    'longest window of an objective and a day, at least the default of Prometheus',
    { window: `${figure(longest)}d`, default: `${FIGURES.retentionDays}d` },
    'Prometheus, storage',
  );
}

const up = (value: number, step: number) => Math.ceil(value / step) * step;
