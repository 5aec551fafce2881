export { withHandoffWorker } from './service';
export {
  HANDOFF_METRICS_PORT,
  HANDOFF_WAITS,
  HANDOFF_WORKER,
  type HandoffSpec,
  HEARTBEATS_IN_A_LEASE,
  longestRedelivery,
  trustedProof,
} from './settings';
