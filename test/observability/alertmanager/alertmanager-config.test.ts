import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Platform, receiversOf, resolvePlatform } from '../../../lib/model';
import { toYaml } from '../../../lib/output';
import { parseSpec } from '../../../lib/spec';
import { ROOT } from '../../support/platforms';
import { inTemporaryFolder } from '../../support/run';
import { monitoring, specOf } from '../prometheus/support';
import { routing } from './support';

/** The watched platform with its routing as an AlertmanagerConfig, and other lines replaced. */
function platform(...changes: readonly (readonly [string, string])[]): Platform {
  const text = readFileSync(path.join(ROOT, 'test/fixtures/watched.yaml'), 'utf8');
  const all = [
    ['alerting:\n', 'alerting:\n  configuration: alertmanagerConfig\n'],
    ['{ timeZone: Europe/Berlin }', '{}'],
    ...changes,
  ] as const;
  const changed = all.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`the fixture has no ${from}`);
    return before.replace(from, to);
  }, text);
  return resolvePlatform(parseSpec(changed, 'test.yaml').spec);
}

interface Selector {
  readonly name: string;
  readonly key: string;
}
interface Matcher {
  readonly name: string;
  readonly matchType: string;
  readonly value: string;
}
interface Node {
  readonly receiver: string;
  readonly matchers?: readonly Matcher[];
  readonly groupBy?: readonly string[];
  readonly groupWait?: string;
  readonly continue?: boolean;
  readonly activeTimeIntervals?: readonly string[];
  readonly routes?: readonly Node[];
}
interface Config {
  readonly route: Node;
  readonly receivers: readonly { readonly name: string }[];
  readonly muteTimeIntervals: readonly { readonly name: string; readonly timeIntervals: readonly object[] }[];
}

const config = (of = platform()) => specOf<Config>(of, 'AlertmanagerConfig');

/** Every reference to an entry of a Secret below a value. */
function selectors(value: unknown): readonly Selector[] {
  if (typeof value !== 'object' || value === null) return [];
  const { name, key } = value as Partial<Selector>;
  if (typeof name === 'string' && typeof key === 'string' && Object.keys(value).length === 2) return [value as Selector];
  return Object.values(value).flatMap(selectors);
}

/** A node as the operator hands it to Alertmanager. */
const handed = ({ receiver, matchers, continue: goesOn, routes }: Node): object => ({
  receiver,
  ...(matchers ? { matchers: matchers.map(({ name, matchType, value }) => `${name}${matchType}"${value}"`) } : {}),
  ...(goesOn ? { continue: true } : {}),
  ...(routes ? { routes: routes.map(handed) } : {}),
});

const told = (labels: Readonly<Record<string, string>>) =>
  inTemporaryFolder((folder) => {
    const { route, receivers } = config();
    const file = path.join(folder, 'alertmanager.yml');
    writeFileSync(file, toYaml({ route: handed(route), receivers: receivers.map(({ name }) => ({ name })) }));
    const pairs = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
    return spawnSync('amtool', ['config', 'routes', 'test', `--config.file=${file}`, ...pairs], { encoding: 'utf8' }).stdout.trim();
  });

describe('an AlertmanagerConfig', () => {
  test('tells the same people as the file does, says amtool', () => {
    const { root } = routing(
      readFileSync(path.join(ROOT, 'test/fixtures/watched.yaml'), 'utf8').match(/^receivers:[\s\S]*?(?=^telemetry)/m)?.[0],
    );
    for (const severity of ['critical', 'warning', 'info', 'error']) {
      for (const team of ['shop', 'payments']) {
        const alert = { alertname: 'Any', severity, team };
        expect([severity, team, told(alert)]).toEqual([severity, team, receiversOf(root, alert).join(',')]);
      }
    }
  });

  test('is the configuration of the whole Alertmanager, which reads no other one', () => {
    const server = specOf<{ alertmanagerConfiguration: { name: string }; configSecret?: string }>(platform(), 'Alertmanager');
    expect(server.alertmanagerConfiguration.name).toBe('shop');
    expect(server.configSecret).toBeUndefined();
  });

  test('names only keys that its Secret has, and holds none itself', () => {
    const of = platform();
    const { target, data } = specOf<{
      target: { name: string; template: { data: Record<string, string> } };
      data: readonly { secretKey: string }[];
    }>(of, 'ExternalSecret');
    const entries = [...Object.keys(target.template.data), ...data.map(({ secretKey }) => secretKey)];
    const asked = selectors(config(of));
    expect([...new Set(asked.map(({ name }) => name))]).toEqual([target.name]);
    expect([...new Set(asked.map(({ key }) => key))].sort()).toEqual(entries.sort());
    expect(target.template.data['alertmanager.yaml']).toBeUndefined();
  });

  test('tells of warnings in business hours, and of what is critical at any', () => {
    const { route, muteTimeIntervals } = config();
    const [, critical, warning] = route.routes ?? [];
    expect(critical?.routes?.every(({ activeTimeIntervals }) => activeTimeIntervals === undefined)).toBe(true);
    expect(warning?.routes?.every(({ activeTimeIntervals }) => activeTimeIntervals?.[0] === 'business-hours')).toBe(true);
    expect(muteTimeIntervals[0]?.timeIntervals).toEqual([
      { weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], times: [{ startTime: '09:00', endTime: '18:00' }] },
    ]);
  });

  test('is not asked for hours of a zone that it cannot know', () => {
    expect(() => platform(['businessHours: {}', 'businessHours: { timeZone: Europe/Berlin }'])).toThrow(/Etc\/UTC.*knows no time zone/s);
  });
});

describe('people who are told by mail without a password', () => {
  const MAIL_ONLY = [
    ['  pager: { type: pagerduty, key: alerting/pager, environments: [production] }\n', ''],
    ['  chat: { type: slack, key: alerting/slack, channel: "#shop", severities: [critical, warning] }\n', ''],
    [', username: alerts, key: alerting/smtp', ''],
    ['  deadMansSwitch: { key: alerting/heartbeat }\n', ''],
  ] as const;

  test('need the AlertmanagerConfig, since no key makes the Secret of a file', () => {
    expect(() => platform(...MAIL_ONLY, ['configuration: alertmanagerConfig', 'configuration: file'])).toThrow(
      /nothing but mail without a password in production, staging.*configuration: alertmanagerConfig/s,
    );
  });

  test('are told by an AlertmanagerConfig that needs no Secret', () => {
    const of = platform(...MAIL_ONLY);
    expect(selectors(config(of))).toEqual([]);
    expect(monitoring(of).map(({ kind }) => kind)).not.toContain('Secret');
  });
});
