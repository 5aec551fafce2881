import { type Alert, platformAlerts, serviceAlerts } from '../../../lib/model';
import { runbookFiles } from '../../../lib/observability';
import { fixturePlatform } from '../../support/platforms';

const platform = fixturePlatform('progressive.yaml');
const files = runbookFiles(platform);
const alerts: readonly Alert[] = platform.clusters
  .flatMap((cluster) => [
    ...platformAlerts(platform, cluster),
    ...cluster.services.flatMap((service) => serviceAlerts(platform, cluster, service)),
  ])
  .flatMap((group) => group.alerts);

describe('runbooks', () => {
  test('exist for every alert, at the address that it names', () => {
    for (const { runbookUrl } of alerts) {
      const [, file = '', section = ''] = /runbooks\/([^#]+)#(.+)$/.exec(runbookUrl) ?? [];
      expect(files.get(file)).toContain(`\n## ${section}\n`);
    }
  });

  test('exist for nothing else, in the order of their names', () => {
    const names = [...new Set(alerts.map(({ name }) => `${name}.md`))].sort();
    expect([...files.keys()]).toEqual(names);
  });

  test('have the commands of the very service, namespace and clusters', () => {
    const text = files.get('RolloutAborted.md') ?? '';
    expect(text).toContain('kubectl --context "$CONTEXT" --namespace shop argo rollouts get rollout web');
    expect(text).toContain('| production | eu-west-1 | primary | 111111111111 | shop | shop-production-eu-west-1 |');
    expect(text).toContain('| production | eu-central-1 | recovery | 111111111111 | shop | shop-production-eu-central-1 |');
  });

  test('say whom to call, and what to write afterwards', () => {
    const text = files.get('RolloutAborted.md') ?? '';
    expect(text).toContain('Team: payments (group `shop:payments`). Told: production: pager.');
    expect(text).toContain('## What to write in the post-mortem');
  });

  test('name those who are told', () => {
    expect(runbookFiles(fixturePlatform('watched.yaml')).get('ServiceUnavailable.md')).toMatch(/Told: .*production: [a-z]/);
  });

  test('leave no placeholder that a person cannot fill', () => {
    for (const [file, text] of files) expect([file, /undefined|NaN|\[object|\$\{/.exec(text)?.[0]]).toEqual([file, undefined]);
  });

  test('are the same text each time', () => {
    expect([...runbookFiles(fixturePlatform('progressive.yaml'))]).toEqual([...files]);
  });

  test('are there for what other layers add', () => {
    const [alert] = alerts;
    if (!alert) throw new Error('no alert');
    const more = runbookFiles(platform, [{ name: 'recovery', recording: [], alerts: [{ ...alert, name: 'DrillOverdue' }] }]);
    expect(more.has('DrillOverdue.md')).toBe(true);
  });
});
