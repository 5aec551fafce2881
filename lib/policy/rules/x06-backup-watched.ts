import { staleCopies } from '../alerts/freshness';
import type { ManifestRule } from '../rule';

export const x06BackupWatched: ManifestRule = {
  id: 'X06',
  severity: 'error',
  subject: 'Schedule, CronJob that makes copies, PrometheusRule',
  over: 'manifests',
  why: 'Copies that stopped weeks ago are noticed on the day when one is needed.',
  mend: 'add an alert on the age of the last good copy: older than the longest gap between two, not older than the recovery point',
  check: staleCopies,
};
