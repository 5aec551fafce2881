export type { HandoffEnded, WorkerEvents } from './events';
export { type Handler, LeaseLost, type Outcome, POINTS, type Point, Unmendable, type Work } from './handler';
export { Worker, type WorkerProps } from './worker';
