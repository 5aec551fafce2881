export { ProgressiveRollout, type ProgressiveRolloutProps } from './rollout';
