import { hastyAlerts, narrowWindows, unwatchedMonitors } from '../alerts/watching';
import type { ManifestRule } from '../rule';

export const x19AlertEvaluated: ManifestRule = {
  id: 'X19',
  severity: 'warning',
  subject: 'PrometheusRule, ServiceMonitor, PodMonitor',
  over: 'manifests',
  why: 'An alert whose series went missing is silent like one that has nothing to say, and one that trips over a late scrape is soon ignored.',
  mend: 'look at four scrapes or more, wait for two evaluations, and add an alert on absent() for what must be scraped',
  check: (cluster) => [...narrowWindows(cluster), ...hastyAlerts(cluster), ...unwatchedMonitors(cluster)],
};
