import { type FailoverPlan, GATE_RULE, type StateMachineName } from '../../model';
import { gateOf, recoveryMachines } from '../failover';

/** Whether an environment has a state machine: its runbook names none that is not there. What the machines call does not matter to it. */
export const hasMachine = (plan: FailoverPlan, machine: StateMachineName): boolean =>
  recoveryMachines({ plan, gate: gateOf('', plan.recovery, GATE_RULE), connectionArn: '', datastoreId: () => '' }).some(
    ({ name }) => name === machine,
  );
