export { API_CALL, type CallBudget, longestCall, PROBE } from './call-budget';
export { type Looks, looksEvery, SCHEDULE_SECONDS } from './looks';
export {
  lockTable,
  STATE_MACHINES,
  type StateMachineName,
  stateMachineArn,
  stateMachineName,
  stateMachineRole,
  witnessHost,
} from './names';
export { type RecoveryPath, recoveryPaths } from './path';
export { type Approval, type FailoverPlan, failoverPlan, failoverPlans } from './plan';
export { type FailoverSettings, failoverSettings, PROBE_SECONDS } from './settings';
export { FAILOVER_STEPS, type FailoverStep, type FailoverStepName } from './step';
export { possibleWitnesses } from './witness';
