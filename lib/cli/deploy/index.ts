export { type Audience, Deployment, type DeploymentOptions, Destruction } from './deployment';
export { oneAtATime } from './in-parallel';
export { Interruption } from './interruption';
export type { Changes, Outcome, Outcomes } from './outcome';
export { ask, canAsk } from './question';
export { type SelectionOptions, stacksToDeploy, stacksToDestroy } from './selection';
export { stackFolder, terraformFolder, writeStacks } from './stack-files';
export { type PlannedStack, StackRun } from './stack-run';
export { requireTerraform, Terraform, terraformEnvironment } from './terraform';
