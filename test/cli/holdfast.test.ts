import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { referenceText } from '../support/platforms';
import { filesBelow, holdfast, inTemporaryFolder, node, stateOf } from '../support/run';

describe('holdfast synth', () => {
  test('writes manifests and Terraform JSON, and a second run changes no file', () => {
    inTemporaryFolder((folder) => {
      const env = { CDKTF_OUTDIR: path.join(folder, 'cdktf.out') };
      const run = () => holdfast(['synth', '--output', path.join(folder, 'dist')], env);
      const first = run();
      expect([first.status, first.stderr]).toEqual([0, '']);
      expect(first.stdout).toContain('frontend');
      expect(filesBelow(folder)).toEqual(
        expect.arrayContaining([
          'dist/production/us-east-1/frontend/deployment.yaml',
          'cdktf.out/stacks/production-us-west-2-network/cdk.tf.json',
        ]),
      );
      const before = stateOf(folder);
      expect(run().status).toBe(0);
      expect(stateOf(folder)).toEqual(before);
    });
  });

  test.each([
    ['bad input', (text: string) => text.replace('tier: 3', 'teir: 3'), 2, 'did you mean tier?'],
    [
      'a broken promise',
      (text: string) =>
        text
          .replace('    singleton: holds', '    replicas: { min: 2 }\n    #')
          .replace(/^ {4}load:\n/m, '    replicas: { min: 3 }\n    load:\n'),
      1,
      'X13',
    ],
  ])('of %s says so with its exit code, and leaves the earlier output whole', (_, change, status, message) => {
    inTemporaryFolder((folder) => {
      const env = { CDKTF_OUTDIR: path.join(folder, 'cdktf.out') };
      const run = (platform?: string) =>
        holdfast(['synth', '--output', path.join(folder, 'dist')], platform ? { ...env, PLATFORM_FILE: platform } : env);
      run();
      const before = stateOf(folder);
      const broken = path.join(folder, '..', `${path.basename(folder)}.yaml`);
      writeFileSync(broken, change(referenceText()));
      const ended = run(broken);
      expect(ended.status).toBe(status);
      expect(ended.stderr).toContain(message);
      expect(ended.stderr).not.toMatch(/\n\s+at .*\.(ts|js):\d+/);
      expect(ended.stdout).toBe('');
      expect(stateOf(folder)).toEqual(before);
    });
  });

  test('prints JSON and nothing else with --json', () => {
    inTemporaryFolder((folder) => {
      const { stdout } = holdfast(['synth', '--json', '--output', path.join(folder, 'dist')], {
        CDKTF_OUTDIR: path.join(folder, 'cdktf.out'),
      });
      const made = JSON.parse(stdout) as { manifests: { written: number }; capacity: unknown[] };
      expect(made.manifests.written).toBeGreaterThan(200);
      expect(made.capacity).toHaveLength(33);
    });
  });
});

describe('holdfast explain', () => {
  test('shows the throughput of 10,000 users with 10 s think time and 200 ms response time, and the replicas that follow', () => {
    const { status, stdout } = holdfast(['explain', 'frontend']);
    expect(status).toBe(0);
    expect(stdout).toContain('980.39 requests/s');
    expect(stdout).toContain('X = N / (Z + R)');
    expect(stdout).toMatch(/replicas for the whole load: 33/);
    expect(stdout).toContain('Denning and Buzen');
  });

  test('of an unknown service names the nearest, with the exit code of bad usage', () => {
    const { status, stderr } = holdfast(['explain', 'frontnd']);
    expect([status, stderr]).toEqual([2, 'no service is called frontnd; did you mean frontend?\n']);
  });
});

describe('holdfast check', () => {
  test('finds no error in the reference platform', () => {
    const { status, stdout } = holdfast(['check', '--json']);
    const { findings } = JSON.parse(stdout) as { findings: { severity: string }[] };
    expect(status).toBe(0);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('an unknown command', () => {
  test('is bad usage', () => {
    expect(holdfast(['synht']).status).toBe(2);
  });
});

describe('the app that cdk8s synth runs', () => {
  test('writes the same manifests as holdfast synth, and leaves what delivers them alone', () => {
    inTemporaryFolder((folder) => {
      const dist = (name: string) => path.join(folder, name);
      const synthesize = (name: string) => node(['--import', 'tsx', 'charts/main.ts'], { CDK8S_OUTDIR: dist(name) }).status;
      const contents = (name: string) => stateOf(dist(name)).map(([file, , content]) => [String(file), content] as const);
      const besides = /^(delivery|runbooks|dashboards)\//;
      expect(synthesize('a')).toBe(0);
      holdfast(['synth', '--output', dist('b')], { CDKTF_OUTDIR: dist('c') });
      const before = contents('b');
      expect(contents('a')).toEqual(before.filter(([file]) => !besides.test(file)));
      expect(before.some(([file]) => file.startsWith('delivery/github/.github/workflows/'))).toBe(true);
      expect(synthesize('b')).toBe(0);
      expect(contents('b')).toEqual(before);
    });
  });
});

describe('holdfast delivery', () => {
  test("writes one service's files into its own repository, and leaves the files of others alone", () => {
    inTemporaryFolder((folder) => {
      writeFileSync(path.join(folder, 'README.md'), '# the frontend\n');
      const ended = holdfast(['delivery', 'frontend', '--into', folder]);
      expect([ended.status, ended.stderr]).toEqual([0, '']);
      expect(filesBelow(folder)).toEqual(expect.arrayContaining(['README.md', 'compose.yaml', 'src/frontend/Dockerfile']));
      expect(holdfast(['delivery', 'frontend', '--into', folder]).stdout).toContain('0 written');
    });
  });

  test('of a service that is none is bad usage', () => {
    inTemporaryFolder((folder) => {
      const ended = holdfast(['delivery', 'frontent', '--into', folder]);
      expect([ended.status, ended.stderr]).toEqual([2, expect.stringContaining('no service frontent')]);
    });
  });
});
