import { receiversOf } from '../../../lib/model';
import { amtool, RECEIVERS, routing } from './support';

const labels = (severity: string, team: string, more = {}) => ({
  alertname: 'HighErrorRate',
  environment: 'production',
  region: 'eu-west-1',
  service: 'web',
  severity,
  team,
  ...more,
});
const HEARTBEAT = { alertname: 'Watchdog', severity: 'none', environment: 'production', region: 'eu-west-1' };

/** Who is told: an alert, and the receivers that it reaches. */
const TOLD = [
  ['a critical alert', labels('critical', 'shop'), ['pager']],
  ['a critical alert of a team with its own pager', labels('critical', 'payments'), ['pager', 'pager-payments']],
  ['a warning', labels('warning', 'shop'), ['chat']],
  ['a warning of a team that reads mail', labels('warning', 'payments'), ['chat', 'mail-payments']],
  ['an info of a team that reads mail', labels('info', 'payments'), ['mail-payments']],
  ['an info that nobody asked for', labels('info', 'shop'), ['nobody']],
  ['an alert without a severity that anybody knows', labels('error', 'shop'), ['chat']],
  ['the heartbeat', HEARTBEAT, ['dead-mans-switch']],
] as const;

describe('the real amtool', () => {
  test('accepts the configuration', () => {
    const { status, told } = amtool(routing(), ['check-config', 'alertmanager.yml']);
    expect([status, told]).toEqual([0, expect.stringContaining('3 inhibit rules')]);
    expect(told).toContain('6 receivers');
  });

  test.each([
    ['no receiver at all', ''],
    ['one pager', 'receivers: { pager: { type: pagerduty, key: pager } }'],
    ['a mail server without a password', RECEIVERS.replace(', username: alerts, key: alerting/smtp', '')],
  ])('accepts the configuration with %s', (_, more) => {
    const { status, told } = amtool(routing(more), ['check-config', 'alertmanager.yml']);
    expect([status, told]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  test.each(TOLD)('sends %s where the model says', (_, alert, expected) => {
    const { root } = routing();
    const pairs = Object.entries(alert).map(([label, value]) => `${label}=${value}`);
    const { status, told } = amtool(routing(), [
      'config',
      'routes',
      'test',
      '--config.file=alertmanager.yml',
      `--verify.receivers=${expected.join(',')}`,
      ...pairs,
    ]);
    expect([status, told]).toEqual([0, expected.join(',')]);
    expect(receiversOf(root, alert)).toEqual(expected);
  });

  test('agrees with the model on every severity and team', () => {
    const { root } = routing();
    for (const severity of ['critical', 'warning', 'info', 'error', '']) {
      for (const team of ['shop', 'payments', 'pay', '']) {
        const alert = { alertname: 'Any', severity, team };
        const pairs = Object.entries(alert).map(([label, value]) => `${label}=${value}`);
        const { told } = amtool(routing(), ['config', 'routes', 'test', '--config.file=alertmanager.yml', ...pairs]);
        expect([severity, team, told]).toEqual([severity, team, receiversOf(root, alert).join(',')]);
      }
    }
  });

  test('sends staging to its own receiver too', () => {
    expect(receiversOf(routing(RECEIVERS, 'staging').root, labels('critical', 'shop'))).toEqual(['hook-staging', 'pager']);
    expect(receiversOf(routing().root, labels('critical', 'shop'))).not.toContain('hook-staging');
  });

  test('is told that a critical alert reaches somebody, though only warnings were asked for', () => {
    const { root } = routing('receivers: { chat: { type: slack, key: k, channel: "#shop" } }');
    expect(receiversOf(root, labels('critical', 'shop'))).toEqual(['chat']);
  });

  test('is told that the heartbeat goes to nobody where nobody listens for it', () => {
    const { root } = routing('receivers: { chat: { type: slack, key: k, channel: "#shop" } }');
    expect(receiversOf(root, HEARTBEAT)).toEqual(['nobody']);
  });
});
