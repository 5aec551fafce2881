/** The model of pipelines, by the names that it has among its own. */
export type {
  ImageBuild,
  PipelineDeployment as Deployment,
  PipelineFact as Fact,
  PipelineGate as Gate,
  PipelineLock as Lock,
  PipelinePermission as Permission,
  PipelineRegistry as Registry,
  PipelineRole as Role,
  PipelineStage as Stage,
  PipelineStep as Step,
  Pipelines,
  PipelineTool as Tool,
  PipelineValue as Value,
} from '../../model';
