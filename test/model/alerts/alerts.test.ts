import { parser } from '@prometheus-io/lezer-promql';
import {
  type Alert,
  clusterScope,
  EXPORTED_SERIES,
  type Platform,
  platformAlerts,
  receiversOf,
  routingOf,
  serviceAlerts,
} from '../../../lib/model';
import { allStoreAlerts } from '../../../lib/recovery';
import { fixturePlatform, platformOf, referencePlatform } from '../../support/platforms';

const PLATFORMS: Readonly<Record<string, () => Platform>> = {
  reference: referencePlatform,
  'in an ambient mesh': () => fixturePlatform('ambient.yaml'),
  'with versions side by side': () => fixturePlatform('progressive.yaml'),
  'with databases in pods': () => fixturePlatform('stores.yaml'),
  watched: () => fixturePlatform('watched.yaml'),
};

const groupsOf = (platform: Platform) => [
  ...platform.clusters.flatMap((cluster) => [
    ...platformAlerts(platform, cluster),
    ...cluster.services.flatMap((service) => serviceAlerts(platform, cluster, service)),
  ]),
  ...allStoreAlerts(platform),
];
const alertsOf = (platform: Platform): readonly Alert[] => groupsOf(platform).flatMap(({ alerts }) => alerts);

/** Names of the series that a query selects. */
function seriesIn(query: string): readonly string[] {
  const names: string[] = [];
  parser.parse(query).iterate({
    enter: ({ name, node }) => {
      const identifier = name === 'VectorSelector' ? node.getChild('Identifier') : null;
      if (identifier) names.push(query.slice(identifier.from, identifier.to));
      if (name === '⚠') throw new Error(`no PromQL: ${query}`);
    },
  });
  return names;
}

describe.each(Object.keys(PLATFORMS))('alerts of the platform %s', (name) => {
  const platform = (PLATFORMS[name] as () => Platform)();
  const alerts = alertsOf(platform);

  test('say who is responsible, where it is and what to do', () => {
    for (const { labels, severity, team, summary, description, runbook, runbookUrl, name: alert } of alerts) {
      expect(labels).toMatchObject({ severity, team, environment: expect.stringMatching(/./), region: expect.stringMatching(/./) });
      expect([summary, description].join(' ')).not.toMatch(/undefined|NaN|\[object/);
      expect(runbookUrl).toMatch(new RegExp(`^https://[^ ]+/blob/gitops/gitops/runbooks/${alert}\\.md#[a-z0-9-]+$`));
      expect(runbook.confirm.length * runbook.mitigate.length * runbook.learn.length).toBeGreaterThan(0);
    }
  });

  test('have numbers in what they say', () => {
    expect(alerts.filter(({ description }) => !/\d|\$value|\$labels/.test(description)).map((alert) => alert.name)).toEqual(
      alerts.filter(({ name: alert }) => alert === 'Watchdog').map((alert) => alert.name),
    );
  });

  test('ask only for series that an exporter has, an application declares or a rule records', () => {
    const recorded = new Set(groupsOf(platform).flatMap(({ recording }) => recording.map(({ record }) => record)));
    const known = (series: string) =>
      EXPORTED_SERIES.has(series) ||
      EXPORTED_SERIES.has(series.replace(/_(bucket|count|sum)$/, '')) ||
      recorded.has(series) ||
      /^(http|grpc)_/.test(series);
    const asked = groupsOf(platform).flatMap((group) => [...group.alerts, ...group.recording].flatMap(({ expr }) => seriesIn(expr)));
    expect([...new Set(asked)].filter((series) => !known(series))).toEqual([]);
  });

  test('are told apart by name and labels in their cluster', () => {
    const keys = alerts.map(({ name: alert, labels, expr }) => JSON.stringify([alert, labels, expr]));
    expect(keys).toHaveLength(new Set(keys).size);
  });
});

test('every critical alert of a platform with receivers reaches somebody', () => {
  const platform = fixturePlatform('watched.yaml');
  for (const { name, labels, severity } of alertsOf(platform).filter((alert) => alert.severity === 'critical')) {
    const { root, receivers } = routingOf(platform.spec, { environment: labels.environment ?? '', region: labels.region ?? '' });
    const told = receiversOf(root, { alertname: name, ...labels });
    expect([name, severity, told.some((receiver) => receivers.some((known) => known.name === receiver))]).toEqual([name, severity, true]);
  }
});

describe('the address of a runbook', () => {
  const service = '  web: { tier: 2, image: "r.example.com/web:1.0.0", resources: { requests: { cpu: 100m, memory: 64Mi } } }';
  test.each([
    ['git@github.com:example/live.git', 'https://github.com/example/live/blob/gitops/gitops/runbooks'],
    ['ssh://git@git.example.com:2222/shop/live.git', 'https://git.example.com/shop/live/blob/gitops/gitops/runbooks'],
    ['https://gitlab.example.com/shop/live', 'https://gitlab.example.com/shop/live/-/blob/gitops/gitops/runbooks'],
  ])('of %s is one for a browser', (repository, address) => {
    const platform = platformOf(service, `environmentsRepository: "${repository}"`);
    const [cluster] = platform.clusters;
    if (!cluster) throw new Error('no cluster');
    expect(clusterScope(platform, cluster).runbooks).toBe(address);
  });
});
