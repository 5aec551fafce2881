import { pipelinesOf, regionStacks } from '../../../lib/delivery';
import type { Pipelines, PipelineStage as Stage } from '../../../lib/model';
import { digestFlow } from '../../../lib/policy/pipelines/digest-flow';
import { buildingPlatform, PLATFORMS } from '../../delivery/pipelines/support';

const pipelines = (make = buildingPlatform): Pipelines => pipelinesOf(make(), regionStacks(make()));

/** Pipelines with one build or deployment stage changed. */
const changing = (pick: 'build' | 'deploy', change: (stage: Stage) => Stage): Pipelines => {
  const all = pipelines();
  const each = (stage: Stage) => (stage.id === 'images' || stage.id.startsWith('deploy-') ? change(stage) : stage);
  return pick === 'build'
    ? { ...all, build: all.build.map(each) }
    : { ...all, deployments: all.deployments.map((deployment) => ({ ...deployment, stages: deployment.stages.map(each) })) };
};
const without = (gate: string) => (stage: Stage) => ({
  ...stage,
  steps: stage.steps.filter((step) => !('gate' in step && step.gate === gate)),
});
const messages = (broken: Pipelines) => [...new Set(digestFlow(broken).map(({ message }) => message))];

test.each(PLATFORMS)('what %s deploys is what passed the gates', (_, make) => {
  expect(digestFlow(pipelines(make))).toEqual([]);
});

describe('a broken flow is found (X25)', () => {
  test.each(['sbom', 'scan', 'sign'])('an image that goes without %s', (gate) => {
    expect(messages(changing('build', without(gate)))).toContain(`lets a digest go without ${gate}`);
  });

  test('a signature before the scan', () => {
    const backwards = changing('build', (stage) => ({ ...stage, steps: [...stage.steps].reverse() }));
    expect(messages(backwards).join()).toContain('comes after what must follow it');
  });

  test('an output that is taken from the push, past every gate', () => {
    const early = changing('build', (stage) => ({ ...stage, outputs: { web: 'image' } }));
    expect(messages(early)).toEqual(['an output is not the digest that was recorded after the signature']);
  });

  test('a deployment that verifies nothing', () => {
    expect(messages(changing('deploy', without('verify')))).toContain('publishes before the signatures are verified');
  });

  test('a deployment that does not wait for the build', () => {
    const eager = changing('deploy', (stage) => ({ ...stage, needs: [] }));
    expect(messages(eager)).toEqual(['verifies digests that no stage before it has recorded']);
  });

  test('a deployment without the lock of its environment', () => {
    const loose = changing('deploy', (stage) => ({ ...stage, lock: { group: 'another' } }));
    expect(messages(loose)).toEqual(['deploys production without its lock deploy-production: two deployments may overlap']);
  });

  test('two environments that share a lock', () => {
    const all = pipelines();
    const twice = { ...all, deployments: all.deployments.flatMap((deployment) => [deployment, { ...deployment, environment: 'other' }]) };
    expect(messages(twice)).toEqual(['shares the lock deploy-production with production']);
  });
});
