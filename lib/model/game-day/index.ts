export { type Experiment, type ExperimentName, experiments, type Fault, type FaultTarget, hasGameDay } from './experiments';
export { experimentName, experimentsOf, type PlacedExperiment, type Watched, watched } from './names';
