import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import type { Log } from 'sarif';
import { type Finding, RULES } from '../../lib/policy';
import { referenceText } from '../support/platforms';
import { holdfast, inTemporaryFolder } from '../support/run';

const CHART = 'test/fixtures/manifests/rendered-chart.yaml';
const PLATFORM = { PLATFORM_FILE: '' };
/** Without the platform file that the shell of a developer may name. */
const check = (args: readonly string[], env: NodeJS.ProcessEnv = PLATFORM) => holdfast(['check', ...args], env);

interface Report {
  readonly findings: readonly Finding[];
  readonly waived: readonly (Finding & { readonly reason: string; readonly expires?: string })[];
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  readonly checked: number;
}

const COMPLIANT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: cart, namespace: shop }\nautomountServiceAccountToken: false\n';

/** Runs with a folder of files, and with a platform file beside it. */
function withFiles<T>(files: Readonly<Record<string, string>>, use: (folder: string, platform: string) => T, exceptions = ''): T {
  return inTemporaryFolder((folder) => {
    const platform = path.join(folder, 'platform.yaml');
    writeFileSync(platform, `${referenceText()}\n${exceptions}`);
    const manifests = path.join(folder, 'manifests');
    mkdirSync(manifests);
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(manifests, name), content);
    return use(manifests, platform);
  });
}

describe('holdfast check --manifests', () => {
  test('tells errors on stderr with place and mend, warnings and a summary on stdout, and ends with 1', () => {
    const { status, stdout, stderr } = check(['--manifests', CHART]);
    expect(status).toBe(1);
    expect(stderr).toContain(`error K01 shop/Deployment/cart: container cart runs privileged
    at:  ${CHART}:50:13 spec.template.spec.containers[0].securityContext.privileged
    fix: set securityContext.privileged to false`);
    expect(stderr).not.toContain('warning');
    expect(stdout).not.toMatch(/^error/m);
    expect(stdout).toMatch(/checked 4 objects in 1 file: \d+ errors, \d+ warnings\n$/);
  });

  test('of objects that keep every rule ends with 0', () => {
    withFiles({ 'a.yaml': COMPLIANT }, (folder) => {
      expect(check(['--manifests', folder])).toEqual({
        status: 0,
        stdout: 'checked 1 object in 1 file: no errors, no warnings\n',
        stderr: '',
      });
    });
  });

  test('names what it passed over, once for each reason', () => {
    withFiles({ 'a.yaml': COMPLIANT, 'values.yaml': 'a: b', 'x.json': '{}', 'z.yaml': 'a: {{ b }}' }, (folder) => {
      const { status, stdout } = check(['--manifests', folder]);
      expect(status).toBe(0);
      expect(stdout).toMatch(/skipped \S+values\.yaml:1 and 1 more: no apiVersion and kind\n/);
      expect(stdout).toMatch(/skipped \S+z\.yaml:1: a template with \{\{ \}\}/);
      expect(stdout).toContain('no errors, no warnings, 3 skipped');
    });
  });

  test('of a document that cannot be read says where, and checks the others', () => {
    const files = { 'a.yaml': `${COMPLIANT}---\napiVersion: v1\nkind: [\n---\n${COMPLIANT.replace('cart', 'web')}` };
    withFiles(files, (folder) => {
      const { status, stdout, stderr } = check(['--manifests', folder]);
      expect(status).toBe(1);
      expect(stderr).toMatch(/error K30 \S+a\.yaml: found .+, expected .+\n {4}at: {2}\S+a\.yaml:[78]:\d+\n {4}fix: /);
      expect(stderr).not.toMatch(/\n\s+at .*\.(ts|js):\d+/);
      expect(stdout).toContain('checked 2 objects in 1 file: 1 error,');
    });
  });

  test('prints JSON and nothing else with --json: findings, what is waived, what was skipped, how much was checked', () => {
    const { status, stdout, stderr } = check(['--manifests', CHART, '--json']);
    expect([status, stderr]).toEqual([1, '']);
    const { findings, ...more } = JSON.parse(stdout) as Report;
    expect(findings.find(({ rule }) => rule === 'K01')).toEqual({
      rule: 'K01',
      severity: 'error',
      subject: 'shop/Deployment/cart',
      message: 'container cart runs privileged',
      fix: expect.any(String),
      location: { file: CHART, line: 50, column: 13, path: 'spec.template.spec.containers[0].securityContext.privileged' },
    });
    expect(more).toEqual({ waived: [], skipped: [], checked: 4 });
  });

  test.each([
    ['a folder that does not exist', ['--manifests', 'no/such/folder'], 'there is no file or folder no/such/folder'],
    ['a folder without YAML', ['--manifests', 'docs/images'], 'holds no file that ends in .yaml, .yml or .json'],
    ['two formats', ['--manifests', CHART, '--json', '--sarif'], 'cannot be used with'],
    ['a list of rules and a folder', ['--list', '--manifests', CHART], 'cannot be used with'],
    ['a platform file without manifests', ['--platform', 'platform.yaml'], '--platform goes with --manifests'],
    ['a platform file that does not exist', ['--manifests', CHART, '--platform', 'no-such.yaml'], 'no such file'],
  ])('of %s is bad usage', (_name, args, message) => {
    const { status, stdout, stderr } = check(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

describe('severities and waivers', () => {
  const exceptions = `severities: { K15: off, K12: error }
waivers:
  - { rule: K01, subject: shop/Deployment/cart, reason: it debugs a driver, expires: 2999-12-31 }
  - { rule: K21, subject: cart, reason: it was to be scaled, expires: 2020-01-31 }
  - { rule: K22, subject: nobody, reason: it is somewhere else, expires: 2020-01-31 }
`;
  const report = (args: readonly string[], env?: NodeJS.ProcessEnv) =>
    JSON.parse(check(['--manifests', CHART, '--json', ...args], env).stdout) as Report;
  const has = (findings: readonly Finding[], rule: string) => findings.some((finding) => finding.rule === rule);

  test('of the platform file in the working directory do not apply to manifests that are not ours', () => {
    const { findings, waived } = report([]);
    expect([has(findings, 'K01'), waived]).toEqual([true, []]);
  });

  test.each(['the option --platform', 'the variable PLATFORM_FILE'])('apply when %s names their file', (how) => {
    withFiles(
      {},
      (_folder, platform) => {
        const { findings, waived } = how.includes('option') ? report(['--platform', platform]) : report([], { PLATFORM_FILE: platform });
        expect([has(findings, 'K01'), has(findings, 'K15')]).toEqual([false, false]);
        expect(waived).toContainEqual(expect.objectContaining({ rule: 'K01', reason: 'it debugs a driver', expires: '2999-12-31' }));
        expect(waived.filter(({ rule }) => rule === 'K15').map(({ reason }) => reason)).toEqual([
          expect.stringMatching(/^K15 is off under severities in .*platform\.yaml$/),
        ]);
        expect(findings.filter(({ rule }) => rule === 'K12').every(({ severity }) => severity === 'error')).toBe(true);
      },
      exceptions,
    );
  });

  test('that expired are an error where these manifests need them, and only there', () => {
    withFiles(
      {},
      (_folder, platform) => {
        const expired = report(['--platform', platform]).findings.filter(({ message }) => message.includes('expired on'));
        expect(expired.map(({ rule, location }) => [rule, location.path])).toEqual([['K21', 'waivers[1]']]);
      },
      exceptions,
    );
  });

  test('are counted in the summary', () => {
    withFiles(
      {},
      (_folder, platform) => {
        expect(check(['--manifests', CHART, '--platform', platform]).stdout).toMatch(/errors, \d+ warnings, 1 waived, 1 off\n$/);
      },
      exceptions,
    );
  });

  test.each([
    ['a rule that does not exist', 'severities: { K51: off }', 'severities.K51: found the rule K51, which does not exist'],
    ['a waiver of no rule', 'waivers: [{ rule: X99, subject: a, reason: b, expires: 2999-12-31 }]', 'waivers[0].rule: found the rule X99'],
    ['no rule id', 'severities: { privileged: off }', 'a rule id such as K21'],
    ['a boolean', 'severities: { K15: false }', 'write off'],
    ['a severity that is none', 'severities: { K15: warn }', 'did you mean warning?'],
  ])('with %s are bad input', (_name, wrong, message) => {
    withFiles(
      {},
      (_folder, platform) => {
        const { status, stdout, stderr } = check(['--manifests', CHART, '--platform', platform]);
        expect([status, stdout]).toEqual([2, '']);
        expect(stderr).toContain(message);
        expect(stderr).toMatch(/platform\.yaml:\d+:\d+: /);
      },
      wrong,
    );
  });
});

describe('holdfast check --sarif', () => {
  const schema = jest.requireActual<Record<string, unknown>>('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  // Of draft 4 it uses only what draft 7 has too; its head is what would make the validator refuse it.
  const valid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile({
    ...schema,
    $schema: undefined,
    id: undefined,
  });
  const sarif = (args: readonly string[]) => {
    const { stdout, ...ended } = check([...args, '--sarif']);
    return { ...ended, log: JSON.parse(stdout) as Log };
  };
  const runOf = ({ log }: ReturnType<typeof sarif>) => {
    const [run] = log.runs;
    if (!run) throw new Error('the log has no run');
    return run;
  };
  const results = (ended: ReturnType<typeof sarif>) => runOf(ended).results ?? [];

  test.each([
    ['of manifests', ['--manifests', CHART], 1],
    ['of the platform', [], 0],
  ])('%s is valid by the schema of SARIF 2.1.0', (_name, args, status) => {
    const ended = sarif(args);
    expect([ended.status, ended.stderr]).toEqual([status, '']);
    valid(ended.log);
    expect(valid.errors).toBeNull();
  });

  test('describes every rule, and points from each result to its rule', () => {
    const ended = sarif(['--manifests', CHART]);
    const { rules = [] } = runOf(ended).tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    expect(rules[0]).toMatchObject({ id: 'K01', fullDescription: { text: RULES[0]?.why }, defaultConfiguration: { level: 'error' } });
    for (const { ruleId, ruleIndex } of results(ended)) expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId);
  });

  test('places a result in file, line and column, and in the object', () => {
    const privileged = results(sarif(['--manifests', CHART])).find(({ ruleId }) => ruleId === 'K01');
    expect(privileged?.locations).toEqual([
      {
        physicalLocation: { artifactLocation: { uri: CHART }, region: { startLine: 50, startColumn: 13 } },
        logicalLocations: [
          { name: 'cart', fullyQualifiedName: 'shop/Deployment/cart', kind: 'object' },
          { fullyQualifiedName: 'shop/Deployment/cart/spec.template.spec.containers[0].securityContext.privileged', kind: 'property' },
        ],
      },
    ]);
  });

  test('knows a result again when its lines move', () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { hostPID: true }\n';
    withFiles({ 'a.yaml': pod }, (folder) => {
      const fingerprints = () => results(sarif(['--manifests', folder])).map(({ partialFingerprints }) => partialFingerprints);
      const before = fingerprints();
      writeFileSync(path.join(folder, 'a.yaml'), `# moved\n\n${pod}`);
      expect(fingerprints()).toEqual(before);
      expect(new Set(before.map((each) => JSON.stringify(each))).size).toBe(before.length);
    });
  });

  test('writes file names as addresses, and tells of skipped files', () => {
    withFiles({ 'a b#1.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: {}\n', 'values.yaml': 'a: b' }, (folder) => {
      const ended = sarif(['--manifests', folder]);
      expect(results(ended)[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(/\/a%20b%231\.yaml$/);
      expect(runOf(ended).invocations?.[0]?.toolExecutionNotifications).toMatchObject([
        { level: 'note', message: { text: expect.stringContaining('no apiVersion and kind') } },
      ]);
      valid(ended.log);
      expect(valid.errors).toBeNull();
    });
  });

  test('suppresses what is waived or off, with the reason', () => {
    const exceptions = `severities: { K15: off }
waivers: [{ rule: K01, subject: Deployment/cart, reason: it debugs a driver, expires: 2999-12-31 }]`;
    withFiles(
      {},
      (_folder, platform) => {
        const ended = sarif(['--manifests', CHART, '--platform', platform]);
        const suppressed = results(ended).filter(({ suppressions }) => suppressions);
        expect(suppressed.map(({ ruleId, suppressions }) => [ruleId, suppressions?.[0]?.kind, suppressions?.[0]?.justification])).toEqual([
          ['K01', 'external', 'it debugs a driver (until 2999-12-31)'],
          ['K15', 'external', expect.stringContaining('K15 is off')],
        ]);
        valid(ended.log);
        expect(valid.errors).toBeNull();
      },
      exceptions,
    );
  });
});

describe('holdfast check --list', () => {
  test('shows every rule in a table', () => {
    const { status, stdout } = check(['--list']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^id +severity +subject +why +mend\n/);
    for (const { id } of RULES) expect(stdout).toMatch(new RegExp(`^${id} +(error|warning) `, 'm'));
  });

  test('is the same as JSON', () => {
    const { rules } = JSON.parse(check(['--list', '--json']).stdout) as { rules: readonly unknown[] };
    expect(rules).toEqual(RULES.map(({ id, severity, subject, why, mend }) => ({ id, severity, subject, why, mend })));
  });
});
