import { load } from 'js-yaml';
import { manifestFiles, renderManifests } from '../../../charts/render';
import { toYaml } from '../../../lib/output';
import { PLATFORMS, promtool } from './support';

interface PrometheusRule {
  readonly kind: string;
  readonly spec: { readonly groups: readonly { readonly name: string }[] };
}

const ruleFiles = (name: string) =>
  [...manifestFiles(renderManifests((PLATFORMS[name] as () => Parameters<typeof renderManifests>[0])()))]
    .map(([file, text]) => ({ file, rule: load(text) as PrometheusRule }))
    .filter(({ rule }) => rule.kind === 'PrometheusRule');

test.each(Object.keys(PLATFORMS))('the real promtool accepts every rule file of the platform %s, lint included', (name) => {
  const files = Object.fromEntries(ruleFiles(name).map(({ file, rule }) => [file.replaceAll('/', '.'), toYaml(rule.spec)]));
  expect(Object.keys(files).length).toBeGreaterThan(3);
  const { status, told } = promtool(['check', 'rules', '--lint=all', '--lint-fatal', ...Object.keys(files)], files);
  expect([status, status === 0 ? '' : told]).toEqual([0, '']);
});

test.each(Object.keys(PLATFORMS))('a group name of the platform %s is unique in its cluster', (name) => {
  const names = ruleFiles(name).flatMap(({ file, rule }) =>
    rule.spec.groups.map((group) => `${file.split('/', 2).join('/')} ${group.name}`),
  );
  expect(names).toEqual([...new Set(names)]);
});
