import { load } from 'js-yaml';
import { buildingPlatform, filesOf, PLATFORMS } from './support';

interface Job {
  readonly stage: string;
  readonly image?: string;
  readonly needs?: readonly string[];
  readonly rules: readonly { readonly if?: string; readonly when?: string; readonly changes?: readonly string[] }[];
  readonly environment?: { readonly name: string };
  readonly id_tokens?: Readonly<Record<string, { readonly aud: string }>>;
  readonly resource_group?: string;
  readonly interruptible: boolean;
  readonly timeout: string;
  readonly services?: readonly { readonly name: string }[];
  readonly script: readonly string[];
}
interface Root {
  readonly include: readonly { readonly local: string }[];
  readonly stages: readonly string[];
  readonly default: { readonly image: string };
  readonly 'pipeline-tools': Job;
}

const project = (platform: Parameters<typeof filesOf>[0]) => {
  const files = new Map(filesOf(platform, 'gitlab'));
  const root = load(files.get('gitlab/.gitlab-ci.yml') ?? '') as Root;
  const included = root.include.map(({ local }) => load(files.get(`gitlab/${local}`) ?? '{}') as Record<string, Job>);
  const jobs = { 'pipeline-tools': root['pipeline-tools'], ...Object.assign({}, ...included) } as Record<string, Job>;
  return { files, root, jobs, entries: Object.entries(jobs) };
};

describe.each(PLATFORMS)('the GitLab pipeline of %s', (_, make) => {
  const { files, root, jobs, entries } = project(make());

  test('includes only files that are rendered, and defines no job twice', () => {
    for (const { local } of root.include) expect(files.has(`gitlab/${local}`)).toBe(true);
    const defined = root.include.flatMap(({ local }) => Object.keys(load(files.get(`gitlab/${local}`) ?? '{}') as object));
    expect(defined).toHaveLength(new Set(defined).size);
  });

  test('puts each job into a stage that exists, with rules and a timeout', () => {
    for (const [id, job] of entries) {
      expect({ id, known: root.stages.includes(job.stage) }).toEqual({ id, known: true });
      expect(job.rules.length).toBeGreaterThan(0);
      expect(job.timeout).toMatch(/^\d+ minutes$/);
      expect(job.script.join('')).not.toBe('');
    }
  });

  test('needs only jobs that exist, in the same stage or an earlier one', () => {
    for (const [, job] of entries) {
      for (const need of job.needs ?? [])
        expect(root.stages.indexOf(jobs[need]?.stage ?? 'missing')).toBeLessThanOrEqual(root.stages.indexOf(job.stage));
      for (const need of job.needs ?? []) expect(Object.keys(jobs)).toContain(need);
    }
  });

  test('runs images by digest, or by a tag that follows from what is in them', () => {
    expect(root.default.image).toMatch(/^\$CI_REGISTRY_IMAGE\/pipeline-tools:[0-9a-f]{16}$/);
    const others = entries.flatMap(([, job]) => [...(job.image ? [job.image] : []), ...(job.services ?? []).map(({ name }) => name)]);
    for (const image of others) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
    const from = (files.get('gitlab/.gitlab/pipeline-tools/Dockerfile') ?? '').split('\n').filter((line) => line.startsWith('FROM '));
    expect(from.length).toBe(6);
    for (const line of from) expect(line).toMatch(/@sha256:[0-9a-f]{64}( AS \w+)?$/);
  });

  test('takes on a role only with a token made for it, in a protected environment', () => {
    for (const [id, job] of entries) {
      const takes = job.script.some((text) => text.includes('AWS_ROLE_ARN'));
      expect({ id, aud: job.id_tokens?.AWS_ID_TOKEN?.aud, environment: Boolean(job.environment) || !takes }).toEqual({
        id,
        aud: takes ? 'sts.amazonaws.com' : undefined,
        environment: true,
      });
    }
  });

  test('keeps merge requests of other projects away from roles', () => {
    for (const [, job] of entries.filter(([, { stage, id_tokens }]) => stage === 'verify' && id_tokens))
      for (const rule of job.rules) expect(rule.if).toContain('$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID');
  });

  test('deploys one after the other, never cut off; a protected environment waits for a person', () => {
    const protectedOnes = new Set(
      make()
        .clusters.filter(({ protect }) => protect)
        .map(({ environment }) => environment),
    );
    const deploys = entries.filter(([id]) => id.startsWith('deploy-'));
    expect(deploys.length).toBe(make().clusters.length);
    for (const [, job] of deploys) {
      const environment = job.environment?.name ?? '';
      expect(job.resource_group).toBe(`deploy-${environment}`);
      expect(job.interruptible).toBe(false);
      expect(job.rules.map(({ when }) => when)).toEqual([protectedOnes.has(environment) ? 'manual' : undefined]);
    }
  });
});

test('an image is built when its folder changes, and one at the root with every change', () => {
  const { jobs } = project(buildingPlatform());
  expect(jobs['image-api-v2']?.rules.at(-1)?.changes).toEqual(['services/api-v2/**/*']);
  expect(jobs['image-web']?.rules.at(-1)?.changes).toBeUndefined();
  expect(Object.keys(jobs)).not.toContain('image-bought');
});
