export type { Definition } from './asl';
export { type Gate, gateOf } from './gate';
export { LOCK_HASH, LOCK_KEY } from './lock';
export { type Machine, type MachinesProps, primaryMachines, recoveryMachines } from './machines';
