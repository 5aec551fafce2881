import { load, loadAll } from 'js-yaml';
import type { ManifestSet } from '../../../lib/policy';
import type { CaseTable } from './case';

const RULES = `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: cart, namespace: shop }
spec:
  groups:
    - name: cart
      interval: 30s
      rules:
        - record: service:requests:rate5m
          expr: sum(rate(http_requests_total{job="cart"}[5m]))
        - alert: CartErrors
          expr: sum(rate(http_requests_total{job="cart",code=~"5.."}[5m])) > 1
          for: 1m
          labels: { severity: critical, team: shop }
          annotations: { summary: the cart fails, runbook_url: https://git.example.com/runbooks/CartErrors.md }
        - alert: CartGone
          expr: absent(up{job="cart"} == 1)
          for: 5m
          labels: { severity: warning, team: shop }
          annotations: { summary: nobody knows, runbook_url: https://git.example.com/runbooks/CartGone.md }
        - alert: Watchdog
          expr: vector(1)
          labels: { severity: info, team: shop }
          annotations: { summary: alerting works, runbook_url: https://git.example.com/runbooks/Watchdog.md }
`;
const MONITOR = `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: cart, namespace: shop }
spec:
  jobLabel: app.kubernetes.io/name
  selector: { matchLabels: { app.kubernetes.io/name: cart } }
  endpoints: [{ port: http, interval: 30s }]
`;
const ROUTES = `
route:
  receiver: nobody
  routes:
    - { receiver: nobody, matchers: ['alertname="Watchdog"'] }
    - { receiver: pager, matchers: ['severity="critical"'] }
    - { receiver: chat, matchers: ['severity="warning"', 'team=~"shop|payments"'] }
receivers:
  - { name: nobody }
  - { name: pager, pagerduty_configs: [{ routing_key_file: /key }] }
  - { name: chat, slack_configs: [{ channel: '#shop' }] }
`;

/** The compliant alerts with one text replaced by another. */
function alerting(from = '', to = ''): ManifestSet {
  if (!(RULES + MONITOR + ROUTES).includes(from)) throw new Error(`no ${from} to replace`);
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'alertmanager', namespace: 'shop' } };
  return {
    objects: [
      ...[RULES, MONITOR].map((text) => ({ object: load(text.replace(from, to)) })),
      { object: { ...config, data: { 'alertmanager.yml': ROUTES.replace(from, to) } } },
    ],
  };
}

const COPIES = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: orders-backup, namespace: shop, labels: { app.kubernetes.io/component: backup }, annotations: { holdfast.dev/rpo: 30m } }
spec: { schedule: "*/10 * * * *", timeZone: Etc/UTC }
---
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: daily, namespace: velero }
spec: { schedule: "CRON_TZ=UTC 0 1 * * *" }
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: copies, namespace: shop }
spec:
  groups:
    - name: copies
      rules:
        - alert: OrdersTooOld
          expr: time() - max(kube_cronjob_status_last_successful_time{namespace="shop",cronjob="orders-backup"}) > 1500
        - alert: ClusterTooOld
          expr: time() - max(velero_backup_last_successful_timestamp{schedule="daily"}) > 90000
`;

/** Copies that are watched, with one text replaced by another. */
function copies(from = '', to = ''): ManifestSet {
  if (!COPIES.includes(from)) throw new Error(`no ${from} to replace`);
  return { objects: loadAll(COPIES.replace(from, to)).map((object) => ({ object })) };
}

/** Rules over alerts and who is told of them. */
export const observabilityCases: CaseTable = {
  X06: {
    breaks: {
      'a job whose copies nobody misses': copies('cronjob="orders-backup"', 'cronjob="carts-backup"'),
      'a schedule of Velero that nobody misses': copies('schedule="daily"', 'schedule="weekly"'),
      'an alert that fires with every copy': copies('> 1500', '> 600'),
      'an alert that fires before the copy of the next day': copies('> 90000', '> 80000'),
      'an alert that comes after the recovery point is lost': copies('> 1500', '> 1801'),
      'copies that come less often than the alert waits': copies('*/10 * * * *', '0 * * * *'),
    },
    keeps: {
      'copies with an alert each': copies(),
      'a job that makes no copies': copies('component: backup', 'component: job'),
      'copies without a promised recovery point': copies(', annotations: { holdfast.dev/rpo: 30m }', ''),
      'a schedule that is none, which is the subject of another rule': copies('*/10 * * * *', 'often'),
    },
  },
  X18: {
    breaks: {
      'an alert without severity': alerting('severity: critical, '),
      'a severity that no route knows': alerting('severity: critical', 'severity: page'),
      'an alert without summary': alerting('summary: the cart fails, '),
      'an alert without runbook': alerting(', runbook_url: https://git.example.com/runbooks/CartErrors.md'),
      'a runbook that is no address': alerting('https://git.example.com/runbooks/CartErrors.md', 'ask-anna'),
      'a severity that nobody is told of': alerting(`    - { receiver: pager, matchers: ['severity="critical"'] }\n`),
      'a team that nobody is told of': alerting('severity: warning, team: shop', 'severity: warning, team: search'),
      'a receiver without a way to be told': alerting("slack_configs: [{ channel: '#shop' }]", 'send_resolved: true'),
      'an Alertmanager without receivers': alerting(ROUTES, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]'),
    },
    keeps: {
      'alerts that say all and reach somebody': alerting(),
      'an expression for labels that we cannot read': alerting('team=~"shop|payments"', 'team=~"(?i)shop("'),
      'conditions as they were written before': alerting(`matchers: ['severity="critical"']`, 'match: { severity: critical }'),
      'alerts whose Alertmanager is kept elsewhere': { objects: [{ object: load(RULES) }] },
    },
  },
  X19: {
    breaks: {
      'a rate over two scrapes': alerting('code=~"5.."}[5m]', 'code=~"5.."}[1m]'),
      'a recorded rate over two scrapes': alerting('http_requests_total{job="cart"}[5m]', 'http_requests_total{job="cart"}[1m]'),
      'a rate that is too narrow for a slow scrape': alerting('interval: 30s }]', 'interval: 2m }]'),
      'an alert that waits for nothing': alerting('          for: 1m\n'),
      'an alert that waits for one evaluation': alerting('for: 1m', 'for: 30s'),
      'an alert in a group that is slow': alerting('      interval: 30s\n', '      interval: 5m\n'),
      'a monitor that may vanish': alerting('absent(up{job="cart"} == 1)', 'up{job="cart"} == 0'),
    },
    keeps: {
      'alerts that wait, look far enough and notice what is missing': alerting(),
      'a monitor without any alert in the manifests': { objects: [{ object: load(MONITOR) }] },
      'a rate of what is computed in steps': alerting('code=~"5.."}[5m]', 'code=~"5.."}[5m:30s]'),
    },
  },
};
