import { stackPlan } from '../../../lib/model';
import { boughtPlatform, buildingPlatform, filesOf, PLATFORMS } from './support';

const jenkinsfile = (platform: Parameters<typeof filesOf>[0]) => new Map(filesOf(platform, 'jenkins')).get('jenkins/Jenkinsfile') ?? '';

/** What is left when text in quotes and comments is taken out: the structure. */
const structure = (text: string) =>
  text
    .replace(/'''(?:[^'\\]|\\.|'(?!''))*'''/gs, "''")
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
    .replace(/\/\/.*$/gm, '');

const count = (text: string, part: RegExp) => [...text.matchAll(part)].length;

describe.each(PLATFORMS)('the Jenkinsfile of %s', (_, make) => {
  const text = jenkinsfile(make());
  const bare = structure(text);

  test('closes what it opens', () => {
    const open: string[] = [];
    const pairs: Record<string, string> = { '}': '{', ')': '(', ']': '[' };
    for (const sign of bare.replace(/[^{}()[\]]/g, '')) {
      if ('{(['.includes(sign)) open.push(sign);
      else expect(open.pop()).toBe(pairs[sign]);
    }
    expect(open).toEqual([]);
    expect(bare).not.toMatch(/["$`]/);
  });

  test('has each stage once, and each leaf an agent and a time limit', () => {
    const names = [...text.matchAll(/stage\('([^']+)'\)/g)].map(([, name]) => name);
    expect(names).toHaveLength(new Set(names).size);
    expect(names).toEqual(expect.arrayContaining(['Pull request', 'Infrastructure', 'Deploy', 'Drift', 'Restore tests']));
    expect(count(bare, /\bsteps \{/g)).toBe(count(bare, /agent \{ label/g));
    expect(count(bare, /\btimeout\(/g)).toBe(count(bare, /\bsteps \{/g));
  });

  test('never runs two builds of a branch, locks each environment, and asks before a protected one', () => {
    expect(text).toContain('disableConcurrentBuilds()');
    for (const cluster of make().clusters) {
      const stage = text.slice(text.indexOf(`stage('Deploy ${cluster.environment} in ${cluster.region}')`));
      const own = stage.slice(0, stage.indexOf("sh '''"));
      expect(own).toContain(`lock(resource: 'deploy-${cluster.environment}')`);
      expect(own.slice(0, own.indexOf('steps')).includes('input {')).toBe(cluster.protect);
    }
  });

  test('takes credentials from the store only, and hands none to a fork', () => {
    expect(text).not.toMatch(/AKIA|password\s*[:=]\s*'|secret\s*[:=]\s*'/i);
    const plan = text.slice(text.indexOf("stage('Plan "), text.indexOf("stage('Infrastructure')"));
    expect(count(plan, /env\.CHANGE_FORK == null/g)).toBe(stackPlan(make()).length);
  });
});

test('images are built in parallel, each for changes of its own folder', () => {
  const text = jenkinsfile(buildingPlatform());
  expect(text).toContain("stage('Image of api-v2')");
  expect(text).toContain("changeset 'services/api-v2/**'");
  expect(text).not.toContain('Image of bought');
  expect(jenkinsfile(boughtPlatform())).not.toContain("stage('Images')");
});
