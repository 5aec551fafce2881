import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Routing, routingOf } from '../../../lib/model';
import { alertmanagerConfig } from '../../../lib/observability';
import { toYaml } from '../../../lib/output';
import { parseSpec } from '../../../lib/spec';
import { inTemporaryFolder } from '../../support/run';

const SERVICE = 'tier: 2, image: "r.example.com/a:1", resources: { requests: { cpu: 100m, memory: 64Mi } }';

/** Receivers of every type; payments has its own pager and mail. */
export const RECEIVERS = `
receivers:
  pager: { type: pagerduty, key: alerting/pager }
  pager-payments: { type: pagerduty, key: alerting/payments, teams: [payments] }
  chat: { type: slack, key: alerting/slack, channel: "#shop" }
  mail-payments: { type: email, to: payments@example.com, teams: [payments], severities: [warning, info] }
  hook-staging: { type: webhook, key: alerting/hook, environments: [staging], severities: [critical, warning, info] }
alerting:
  smtp: { host: smtp.example.com, from: alerts@example.com, username: alerts, key: alerting/smtp }
  businessHours: { timeZone: Europe/Berlin }
  deadMansSwitch: { key: alerting/heartbeat }
`;

const platformFile = (more: string) => `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 }, recovery: { name: eu-central-1, cidr: 10.1.0.0/16 } }
environments:
  production: { account: "111111111111", regions: [primary, recovery] }
  staging: { account: "222222222222", cidrs: { primary: 10.2.0.0/16 } }
services:
  web: { ${SERVICE} }
  payment: { ${SERVICE}, team: payments }
${more}`;

/** The routing of an environment with some receivers. */
export const routing = (more = RECEIVERS, environment = 'production'): Routing =>
  routingOf(parseSpec(platformFile(more), 'test.yaml').spec, { environment, region: 'eu-west-1' });

/** Debian 12 has Alertmanager 0.25; a webhook's address in a file came with 0.26. */
export const forDebian = (text: string, address = 'http://127.0.0.1:9') => text.replace(/url_file: \S+/g, `url: ${address}`);

/** Runs amtool with the configuration of a routing in the file alertmanager.yml. */
export const amtool = (of: Routing, args: readonly string[]) =>
  inTemporaryFolder((folder) => {
    writeFileSync(path.join(folder, 'alertmanager.yml'), forDebian(toYaml(alertmanagerConfig(of, '/etc/alertmanager/keys'))));
    const { status, stdout, stderr } = spawnSync('amtool', args, { cwd: folder, encoding: 'utf8' });
    return { status, told: stdout.trim() || stderr };
  });
