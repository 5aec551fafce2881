export {
  type Done,
  HandoffQueue,
  NotPublished,
  type Outgoing,
  publishHandoff,
  type QueueStyle,
  type Take,
  type Taken,
} from './queue';
export { DEFAULT_SETTINGS, type QueueSettings, waitSeconds } from './settings';
export { type DeadLetter, deadLetters, type QueueStatus, queueStatus } from './status';
