export { type DrillProps, type DrillResult, drill } from './drill';
export { anyFailback, anyFaults, FAULT_NAMES, FAULTS, type FaultName, type FaultSchedule, NO_FAULT } from './faults';
export { type SynthesizedMachine, synthesizedMachines } from './machines';
export { randomOf } from './random';
export { broken, type EnvironmentRehearsal, percentile, type Rehearsal, rehearse } from './rehearsal';
