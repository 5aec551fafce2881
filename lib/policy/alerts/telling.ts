import { type Breach, groupBy, inObject, type ManifestIndex, map, text, textMap } from '../manifests';
import { reaches, routings } from './routes';
import { type PromRule, promRules } from './rules';

/** Severities by which alerts are routed. */
const SEVERITIES = ['critical', 'warning', 'info'];
/** What must reach somebody; an info may be left to who looks for it. */
const TOLD = ['critical', 'warning'];

/** What a person needs who is woken: how bad it is, what it is, and what to do. */
export const mute = (cluster: ManifestIndex): Breach[] =>
  promRules(cluster).flatMap((rule) => {
    const { object, path, raw, alert } = rule;
    if (alert === undefined) return [];
    const { severity } = textMap(raw.labels);
    const annotations = map(raw.annotations);
    const lacks = (at: string, what: string, fix: string) => inObject(object, `${path}.${at}`, `${alert} has no ${what}`, { fix });
    return [
      ...(severity !== undefined && SEVERITIES.includes(severity)
        ? []
        : [lacks('labels.severity', 'severity that routes know', `add the label severity: ${SEVERITIES.join(', ')}`)]),
      ...(text(annotations.summary)?.trim()
        ? []
        : [lacks('annotations.summary', 'summary', 'add the annotation summary: what is wrong, and where')]),
      ...(isAddress(annotations.runbook_url)
        ? []
        : [lacks('annotations.runbook_url', 'runbook', 'add the annotation runbook_url: where people read what to do')]),
    ];
  });

/** Alerts that end nowhere, a finding for each severity and team. Where no receiver is declared at all, one finding says so. */
export function unheard(cluster: ManifestIndex): Breach[] {
  const [routing] = routings(cluster);
  const alerts = promRules(cluster).filter(({ raw }) => TOLD.includes(textMap(raw.labels).severity ?? ''));
  const [first] = alerts;
  if (!routing || !first) return [];
  if (routing.receivers.size === 0) {
    return [
      inObject(first.object, first.path, 'nobody is told of any alert of the cluster: its Alertmanager has no receiver', {
        fix: 'declare receivers in the platform file',
        severity: 'warning',
      }),
    ];
  }
  const silent = alerts.filter(({ raw, alert = '' }) => !reaches(routing, { alertname: alert, ...textMap(raw.labels) }));
  return [...groupBy(silent, audience).values()].flatMap((rules) => {
    const [{ object, path, alert, raw } = first] = rules;
    const { severity } = textMap(raw.labels);
    const others = rules.length > 1 ? `, like ${rules.length - 1} more of its severity and team` : '';
    return [
      inObject(object, `${path}.labels`, `${alert} (severity ${severity}) reaches no receiver${others}`, {
        fix: 'declare a receiver for its severity and team',
      }),
    ];
  });
}

/** Whom an alert is for: what is missing for one is missing for all of them. */
const audience = ({ raw }: PromRule) => {
  const { severity, team } = textMap(raw.labels);
  return `${severity} ${team}`;
};

const isAddress = (value: unknown): boolean => /^https?:\/\/\S+$/.test(text(value) ?? '');
