import { pipelinesOf, regionStacks } from '../../../lib/delivery';
import type { PipelineStage, Pipelines } from '../../../lib/model';
import { buildingPlatform } from '../../delivery/pipelines/support';
import type { CaseTable } from './case';

const platform = buildingPlatform();
const whole: Pipelines = pipelinesOf(platform, regionStacks(platform));

const without = (gate: string) => (stage: PipelineStage) => ({
  ...stage,
  steps: stage.steps.filter((step) => !('gate' in step && step.gate === gate)),
});
const building = (change: (stage: PipelineStage) => PipelineStage): Pipelines => ({ ...whole, build: whole.build.map(change) });
const deploying = (change: (stage: PipelineStage) => PipelineStage): Pipelines => ({
  ...whole,
  deployments: whole.deployments.map((deployment) => ({ ...deployment, stages: deployment.stages.map(change) })),
});

/** Rules over the pipelines. */
export const pipelineCases: CaseTable = {
  X25: {
    breaks: {
      'an image that nobody scanned': building(without('scan')),
      'an image that nobody signed': building(without('sign')),
      'a deployment that does not verify': deploying(without('verify')),
      'deployments of one environment that may overlap': deploying(({ lock: _, ...stage }) => stage),
    },
    keeps: { 'the pipelines as they are rendered': whole },
  },
};
