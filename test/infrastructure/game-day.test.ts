import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Experiment, experimentsOf, type Platform, resolvePlatform, stackPlan } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { renderStacks } from '../../stacks/synthesize';
import { ROOT, referencePlatform, referenceText } from '../support/platforms';
import { hasTerraform, terraformFindings } from '../support/terraform';
import { type Body, stackFor, stacksOf } from './support';

const fromText = (text: string): Platform => resolvePlatform(parseSpec(text, 'platform.yaml').spec);
const opted = (text: string, environment: string) => {
  const found = new RegExp(`^( {2}${environment}:)(?: \\{|\\n)`, 'm').exec(text);
  if (!found) throw new Error(`no ${environment}`);
  return found[0].endsWith('{')
    ? text.replace(`${found[1]} {`, `${found[1]} { gameDay: true,`)
    : text.replace(found[0], `${found[0]}    gameDay: true\n`);
};

/** Two regions with every kind of database, of which one environment is open to faults. */
const platform = fromText(opted(readFileSync(path.join(ROOT, 'test/fixtures/data.yaml'), 'utf8'), 'production'));
const stacks = stacksOf(platform);
const bodies = (region: string, type: string): readonly Body[] => stackFor(stacks, `production-${region}`, 'game-day').resources(type);

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
const statements = (region: string) =>
  bodies(region, 'aws_iam_role_policy').flatMap(({ policy }) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement);

const REGIONS = [
  ['eu-west-1', ['region-dark', 'nodes', 'databases', 'caches'].sort()],
  ['eu-central-1', ['region-dark', 'nodes', 'databases', 'caches'].sort()],
] as const;

describe('a game day', () => {
  test('is for those environments only that ask for it', () => {
    const names = (of: Platform) => stackPlan(of).flatMap(({ name, purpose }) => (purpose === 'game-day' ? [name] : []));
    expect(names(referencePlatform())).toEqual([]);
    expect(names(platform).sort()).toEqual(['production-eu-central-1-game-day', 'production-eu-west-1-game-day']);
    expect(names(fromText(opted(referenceText(), 'staging')))).toEqual(['staging-us-east-1-game-day']);
  });

  test('leaves a region alone that is the only one', () => {
    const staging = experimentsOf(fromText(opted(referenceText(), 'staging')));
    expect(staging.map(({ experiment }) => experiment.name)).toEqual(['nodes', 'caches']);
  });

  test.each(REGIONS)('has its experiments in %s', (region, names) => {
    const templates = bodies(region, 'aws_fis_experiment_template');
    expect(templates.map(({ tags }) => (tags as { Name: string }).Name).sort()).toEqual(
      names.map((name) => `shop-production-${region}-${name}`),
    );
  });

  test.each(REGIONS)('stops in %s when nobody watches any more', (region) => {
    const [alarm] = bodies(region, 'aws_cloudwatch_metric_alarm');
    expect(alarm).toMatchObject({ treat_missing_data: 'breaching', comparison_operator: 'LessThanThreshold', statistic: 'Minimum' });
    expect(alarm).not.toHaveProperty('alarm_actions');
    for (const { stop_condition } of bodies(region, 'aws_fis_experiment_template'))
      expect(stop_condition).toEqual([
        { source: 'aws:cloudwatch:alarm', value: expect.stringMatching(/aws_cloudwatch_metric_alarm\.game-day_unwatched\.arn/) as string },
      ]);
  });

  test.each(REGIONS)('keeps a log in %s, and fails where it meets nothing', (region) => {
    for (const { log_configuration, experiment_options } of bodies(region, 'aws_fis_experiment_template')) {
      expect(JSON.stringify(log_configuration)).toContain('aws_cloudwatch_log_group.game-day_log.arn');
      expect(experiment_options).toMatchObject({ empty_target_resolution_mode: 'fail' });
    }
  });

  test('names a target for every action, and no more ARNs than FIS takes for one', () => {
    for (const [region] of REGIONS)
      for (const { action, target } of bodies(region, 'aws_fis_experiment_template') as unknown as {
        action: { target: { value: string } }[];
        target: { name: string; resource_arns?: string[] }[];
      }[]) {
        expect(action.map(({ target: { value } }) => value)).toEqual(target.map(({ name }) => name));
        // FIS User Guide, quotas: five resources of a target by their ARNs.
        for (const { resource_arns = [] } of target) expect(resource_arns.length).toBeLessThanOrEqual(5);
      }
  });

  test('fails no part of a global database over that has one instance only', () => {
    const actions = (region: string) =>
      experimentsOf(platform)
        .filter(({ cluster, experiment }) => cluster.region === region && experiment.name === 'databases')
        .flatMap(({ experiment }) => experiment.faults.map(({ name }) => name));
    expect(actions('eu-west-1')).toEqual(['fail-over-ledger', 'reboot-orders', 'reboot-reports']);
    expect(actions('eu-central-1')).toEqual(['reboot-orders', 'reboot-reports']);
  });

  test('lasts as long as a failover may take, and as somebody may watch', () => {
    const dark = experimentsOf(platform).filter(({ experiment }) => experiment.name === 'region-dark');
    // The databases that it promotes have an RTO of an hour, and nobody may watch for longer than 45 minutes.
    expect(
      dark.map(({ experiment: { minutes, faults } }: { experiment: Experiment }) => [
        minutes,
        faults.map(({ parameters }) => parameters.duration),
      ]),
    ).toEqual([
      [45, ['PT45M', 'PT45M']],
      [45, ['PT45M', 'PT45M']],
    ]);
  });

  test('may do what its experiments need, to what is of this environment, and nothing else', () => {
    for (const [region] of REGIONS)
      for (const { Action, Resource, Condition } of statements(region)) {
        expect(Action.filter((action) => action.includes('*'))).toEqual([]);
        const changes = Action.filter((action) => !/:(Describe|List|Get)|^logs:/.test(action));
        if (changes.length > 0) expect({ changes, everything: [Resource].flat().includes('*') }).toEqual({ changes, everything: false });
        // A kind of resource as a whole needs a tag: copies of network ACLs are looked at by the mark of FIS.
        const kinds = [Resource].flat().filter((arn) => /[/:]\*$/.test(arn) && !/:(vpc|network-acl|nodegroup)\//.test(arn));
        if (changes.length > 0 && kinds.length > 0) expect({ changes, bound: Condition !== undefined }).toEqual({ changes, bound: true });
      }
    expect(statements('eu-west-1').flatMap(({ Action }) => Action)).not.toContain('iam:PassRole');
  });

  test('has roles that FIS takes for this account only', () => {
    for (const { assume_role_policy } of bodies('eu-west-1', 'aws_iam_role'))
      expect(JSON.parse(String(assume_role_policy))).toMatchObject({
        Statement: [{ Principal: { Service: 'fis.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }],
      });
  });

  (hasTerraform ? test : test.skip)(
    `is accepted by terraform validate${hasTerraform ? '' : ' (skipped: no terraform on the PATH)'}`,
    async () => {
      const files = [...renderStacks(platform)].filter(([file]) => /-game-day\/cdk\.tf\.json$/.test(file));
      expect(files).toHaveLength(2);
      const findings = await terraformFindings(new Map(files.map(([file, text]) => [file.split('/')[1] ?? '', text])));
      expect([...findings.values()].flat()).toEqual([]);
    },
  );
});
