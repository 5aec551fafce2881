import { holdfast } from '../support/run';

describe('holdfast explain --infrastructure', () => {
  test('prints regions, quotas with the command to ask for them, and the recovery region beside the primary', () => {
    const { status, stdout } = holdfast(['explain', '--infrastructure'], {});
    expect(status).toBe(0);
    expect(stdout).toMatch(/production +us-west-2 +recovery/);
    expect(stdout).toContain('--service-code ec2 --quota-code L-1216C47A --region us-west-2 --desired-value');
    expect(stdout).toMatch(/production +us-west-2 +online-boutique-production-222222222222-us-west-2-backups +us-east-1 +1 +30d/);
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
    ['two options', ['explain', '--backups', '--infrastructure']],
  ])('with %s is bad usage', (_, args) => {
    const { status, stderr } = holdfast(args, {});
    expect(status).toBe(2);
    expect(stderr).toContain('either the name of a service or --infrastructure');
  });
});

describe('holdfast explain --backups', () => {
  test('prints when, where to, what may be lost and why', () => {
    const { status, stdout } = holdfast(['explain', '--backups'], {});
    expect(status).toBe(0);
    expect(stdout).toMatch(/cluster-us-east-1 +us-east-1 +us-west-2 +velero +0 1 \* \* \* \(Etc\/UTC\) +1d +1h +30d/);
    expect(stdout).toContain('cluster-us-east-1, may be lost: Git has each object before the cluster has it');
  });

  test('prints the same as JSON', () => {
    const { stdout } = holdfast(['explain', '--backups', '--json'], {});
    const report = JSON.parse(stdout) as { environment: string; backups: { name: string; gap: { value: number } }[] }[];
    expect(report.map(({ environment }) => environment)).toEqual(['production', 'production', 'staging']);
    expect(report[0]?.backups[0]).toMatchObject({ name: 'cluster-us-east-1', gap: { value: 86_400 } });
  });
});
