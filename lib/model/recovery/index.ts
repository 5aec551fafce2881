export { API_CALL, type Attempts, LOOK, longestCall, PROBE } from './attempts';
export { CAUGHT_UP, catchesUp } from './caught-up';
export type { Limits } from './durations';
export { GATE_RULE } from './gate';
export { type LongestPath, longestPath, type Timed } from './longest-path';
export { type Looks, looksEvery, SCHEDULE_SECONDS } from './looks';
export { type Keeper, type Loss, lossesOf } from './loss';
export {
  caughtUpAlarm,
  LEADING_OUT,
  lockTable,
  lockTableArn,
  RTO_TAG,
  STATE_MACHINES,
  type StateMachineName,
  serverPutAside,
  servingText,
  stateMachineArn,
  stateMachineName,
  stateMachineRole,
  witnessHost,
  writerHost,
  writerText,
} from './names';
export { type RecoveryPath, recoveryPaths } from './path';
export { type Approval, type FailoverPlan, failoverPlan, failoverPlans } from './plan';
export { type RecoveryProof, recoveryProofs } from './proof';
export {
  anchorOf,
  FAILBACK_STOPS,
  FAILOVER_STOPS,
  type FailbackStop,
  type FailoverStop,
  RECOVERY_RUNBOOKS,
  type RecoveryRunbook,
  runbookAddress,
  runbookFolder,
  stopHeading,
} from './runbooks';
export { type FailoverSettings, failoverSettings, PROBE_SECONDS, WITNESS_TTL } from './settings';
export { FAILOVER_STEPS, type FailoverStep, type FailoverStepName } from './step';
export { possibleWitnesses } from './witness';
export { withWriterChecks } from './writer-check';
