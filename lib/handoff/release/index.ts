export { type ReleaseHandlerProps, releaseHandler } from './handler';
export { type Health, waitForHealth } from './health';
export { markdownOf, writeMarkdown } from './markdown';
export { type ReleaseRequest, releaseRequest } from './request';
export type { FollowUp, ReleasedService, ReleaseEnvironment, ReleaseSettings } from './settings';
export {
  type ApplicationState,
  type Applications,
  type Environments,
  type PublishedStep,
  type PublishStep,
  type RolledBackStep,
  StepRefused,
} from './steps';
