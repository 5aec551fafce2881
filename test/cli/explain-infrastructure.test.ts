import { holdfast } from '../support/run';

describe('holdfast explain --infrastructure', () => {
  test('prints regions, quotas with the command to ask for them, and the recovery region beside the primary', () => {
    const { status, stdout } = holdfast(['explain', '--infrastructure'], {});
    expect(status).toBe(0);
    expect(stdout).toMatch(/production +us-west-2 +recovery/);
    expect(stdout).toContain('--service-code ec2 --quota-code L-1216C47A --region us-west-2 --desired-value');
    expect(stdout).toContain('production: the recovery region as a share of the primary');
  });

  test('prints the same as JSON', () => {
    const { status, stdout } = holdfast(['explain', '--infrastructure', '--json'], {});
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as { regions: unknown[]; quotas: { ask: boolean }[]; recovery: unknown[] };
    expect(report.regions).toHaveLength(3);
    expect(report.quotas.some(({ ask }) => ask)).toBe(true);
    expect(report.recovery).toHaveLength(1);
  });

  test.each([
    ['neither a service nor the option', ['explain']],
    ['both', ['explain', 'frontend', '--infrastructure']],
  ])('with %s is bad usage', (_, args) => {
    const { status, stderr } = holdfast(args, {});
    expect(status).toBe(2);
    expect(stderr).toContain('either the name of a service or --infrastructure');
  });
});
