import { deaf, unread } from '../monitoring/readers';
import { portless, proberless, scrapedTwice } from '../monitoring/targets';
import type { ManifestRule } from '../rule';

/** That a monitor selects a Service, and a port that it names, is a reference like any other: K27 reports it. */
export const x20Monitors: ManifestRule = {
  id: 'X20',
  severity: 'error',
  subject: 'ServiceMonitor, PodMonitor, Probe, PrometheusRule, Prometheus',
  over: 'manifests',
  why: 'A monitor or rule that no Prometheus reads is accepted without a word, and the alert that it was written for never fires.',
  mend: 'give it the labels and the namespace that the Prometheus selects, and a port that exists',
  check: (cluster) => [unread, deaf, portless, scrapedTwice, proberless].flatMap((check) => check(cluster)),
};
