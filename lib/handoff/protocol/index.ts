export { bodyKey, type OwnKeys, ownKeys, type QueueName, queueKey } from './keys';
export { isId, LIMITS } from './limits';
export { PRIORITIES, type Priority, placeOf, scoreOf } from './priority';
export { PROOFS, type Proof, type ReadHandoff, type ReadingOptions, readHandoff } from './read';
export { MessageRefused, type RefusalReason } from './refused';
export { type Handoff, type Sealed, STATUSES } from './schema';
export { signingKeys } from './signing-keys';
export { composeHandoff, type HandoffInput, HandoffInvalid } from './write';
