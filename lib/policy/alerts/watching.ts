import { type Breach, inObject, items, type KubernetesObject, LabelIndex, type ManifestIndex, map, text } from '../manifests';
import { prometheusServers } from '../monitoring/readers';
import { absences, asksForSeries, rateWindows } from './queries';
import { type PromRule, promRules, promSeconds } from './rules';

/** What the Prometheus Operator takes where a server names no interval. */
const DEFAULT_INTERVAL_SECONDS = 30;
/** Four samples in a window: with two a single late scrape leaves none (Robust Perception, What range should I use with rate()?). */
const SCRAPES = 4;
const EVALUATIONS = 2;

/** Rates over windows that a missed scrape empties. */
export function narrowWindows(cluster: ManifestIndex): Breach[] {
  const scrape = longestScrape(cluster);
  return promRules(cluster).flatMap(({ object, path, expr }) =>
    rateWindows(expr)
      .filter(({ seconds }) => seconds < SCRAPES * scrape)
      .map(({ call }) =>
        inObject(object, `${path}.expr`, `${call} looks at less than ${SCRAPES} scrapes, one each ${scrape} s`, {
          fix: `widen the window to ${SCRAPES * scrape}s`,
        }),
      ),
  );
}

/** Alerts that fire at the first evaluation. */
export function hastyAlerts(cluster: ManifestIndex): Breach[] {
  const [server] = prometheusServers(cluster);
  const evaluation = promSeconds(server?.spec.evaluationInterval) ?? DEFAULT_INTERVAL_SECONDS;
  return promRules(cluster).flatMap(({ object, path, expr, raw, group, alert }) => {
    const least = EVALUATIONS * (promSeconds(group.interval) ?? evaluation);
    if (alert === undefined || !asksForSeries(expr) || (promSeconds(raw.for) ?? 0) >= least) return [];
    return [
      inObject(object, `${path}.for`, `${alert} is told before its expression held for ${EVALUATIONS} evaluations`, {
        fix: `set for to ${least}s or more`,
      }),
    ];
  });
}

/** Monitors whose targets may vanish without a word. Without any alert in the manifests they are kept elsewhere. */
export function unwatchedMonitors(cluster: ManifestIndex): Breach[] {
  const alerts = promRules(cluster).filter(({ alert }) => alert !== undefined);
  if (alerts.length === 0) return [];
  const watched = alerts.flatMap(absencesOf);
  const services = new LabelIndex(cluster.ofKind('Service'), (service) => service);
  return cluster.ofKind('ServiceMonitor', 'PodMonitor').flatMap((monitor) => {
    const jobs = jobsOf(monitor, services);
    if (jobs.length === 0 || jobs.some((job) => watched.some((query) => query.includes(`job="${job}"`)))) return [];
    return [
      inObject(monitor, 'spec.selector', `no alert tells that ${jobs.join(', ')} is no longer scraped`, {
        fix: `add an alert on absent(up{job="${jobs[0]}"})`,
      }),
    ];
  });
}

const absencesOf = ({ expr }: PromRule): readonly string[] => absences(expr);

/** The job label of what a monitor scrapes: the value of a label that it names, else the name of the Service. */
function jobsOf({ kind, namespace, name, spec }: KubernetesObject, services: LabelIndex<KubernetesObject>): readonly string[] {
  const label = text(spec.jobLabel);
  const value = label && text(map(map(spec.selector).matchLabels)[label]);
  if (value) return [value];
  if (kind === 'PodMonitor') return [`${namespace}/${name}`];
  return services.select(namespace, spec.selector).map((service) => service.name);
}

function longestScrape(cluster: ManifestIndex): number {
  const endpoints = cluster
    .ofKind('ServiceMonitor', 'PodMonitor')
    .flatMap(({ spec }) => [...items(spec.endpoints), ...items(spec.podMetricsEndpoints)]);
  const declared = [
    ...endpoints.map(({ item }) => promSeconds(item.interval)),
    ...prometheusServers(cluster).map(({ spec }) => promSeconds(spec.scrapeInterval)),
  ].filter((seconds) => seconds !== undefined);
  return declared.length > 0 ? Math.max(...declared) : DEFAULT_INTERVAL_SECONDS;
}
