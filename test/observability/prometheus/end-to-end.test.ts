import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { alertmanagerConfig } from '../../../lib/observability';
import { toYaml } from '../../../lib/output';
import { referencePlatform } from '../../support/platforms';
import { forDebian, RECEIVERS, routing } from '../alertmanager/support';
import { freePort, Processes } from './processes';
import { plainFile, withFixedTargets } from './support';

/** An alert on what the exporter shows; it fires at the first evaluation. */
const RULES = {
  groups: [
    {
      name: 'test',
      rules: [
        {
          alert: 'QueueStuck',
          expr: 'sum by (namespace, service) (queue_age_seconds) > 60',
          labels: { severity: 'critical', team: 'shop' },
          annotations: { summary: 'the queue is {{ $value }} s old' },
        },
      ],
    },
  ],
};
const EXPORTED = '# TYPE queue_age_seconds gauge\nqueue_age_seconds{namespace="shop",service="orders"} 90\n';

interface Notification {
  readonly receiver: string;
  readonly status: string;
  readonly alerts: readonly { readonly labels: Record<string, string>; readonly annotations: Record<string, string> }[];
}

describe('an alert', () => {
  const processes = new Processes();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-'));
  afterAll(async () => {
    await processes.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const ready = async (address: string) => (await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok ?? false;
  const file = (name: string, content: string) => writeFileSync(path.join(folder, name), content);

  test('goes from a scraped pod through the real Prometheus and Alertmanager to the receiver of its severity and team', async () => {
    const received: Notification[] = [];
    const webhook = await processes.serve((_, body) => {
      received.push(JSON.parse(body) as Notification);
      return '';
    });
    const exporter = await processes.serve(() => EXPORTED);

    // The pager is replaced by a webhook on loopback; waiting times by ones that a test can wait for.
    const receivers = RECEIVERS.replace(
      '{ type: pagerduty, key: alerting/pager }',
      '{ type: webhook, key: alerting/pager, severities: [critical] }',
    );
    const alertmanager = `127.0.0.1:${await freePort()}`;
    const config = forDebian(toYaml(alertmanagerConfig(routing(receivers), '/etc/alertmanager/keys')), `http://${webhook}/`);
    file('alertmanager.yml', config.replace(/group_wait: \S+/g, 'group_wait: 0s'));
    processes.start(
      'prometheus-alertmanager',
      ['--config.file=alertmanager.yml', '--storage.path=am', `--web.listen-address=${alertmanager}`, '--cluster.listen-address='],
      folder,
    );

    const prometheus = `127.0.0.1:${await freePort()}`;
    const generated = withFixedTargets(plainFile(referencePlatform(), 'prometheus.yml', 'production/us-east-1'), {
      pods: exporter,
      alertmanager,
    });
    const pods = generated.scrape_configs.filter(({ job_name: job }) => job === 'pods');
    // Labels of pods come from Kubernetes, which is not here.
    for (const part of [...pods, ...generated.alerting.alertmanagers]) delete part.relabel_configs;
    file('rules.yml', toYaml(RULES));
    file(
      'prometheus.yml',
      toYaml({
        ...generated,
        global: { ...generated.global, scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: ['rules.yml'],
        scrape_configs: pods,
      }),
    );
    processes.start(
      'prometheus',
      ['--config.file=prometheus.yml', '--storage.tsdb.path=tsdb', `--web.listen-address=${prometheus}`],
      folder,
    );
    await processes.until('both servers are ready', async () => (await ready(alertmanager)) && (await ready(prometheus)));
    await processes.until('the alert arrives', () => received.some(({ receiver }) => receiver === 'pager'));

    const page = received.find(({ receiver }) => receiver === 'pager');
    expect(page).toMatchObject({
      status: 'firing',
      alerts: [
        {
          labels: {
            alertname: 'QueueStuck',
            severity: 'critical',
            team: 'shop',
            service: 'orders',
            // What tells the alerts of one cluster from those of another.
            platform: 'online-boutique',
            environment: 'production',
            region: 'us-east-1',
            role: 'primary',
          },
          annotations: { summary: 'the queue is 90 s old' },
        },
      ],
    });
    expect(received.map(({ receiver }) => receiver)).toEqual(['pager']);
  });
});
