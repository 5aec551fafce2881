import { mute, unheard } from '../alerts/telling';
import type { ManifestRule } from '../rule';

export const x18AlertTold: ManifestRule = {
  id: 'X18',
  severity: 'error',
  subject: 'PrometheusRule, Alertmanager configuration',
  over: 'manifests',
  why: 'An alert that reaches nobody, or says neither how bad it is nor what to do, is an outage that customers report.',
  mend: 'give each alert a severity, a summary and a runbook_url, and its severity and team a receiver',
  check: (cluster) => [...mute(cluster), ...unheard(cluster)],
};
