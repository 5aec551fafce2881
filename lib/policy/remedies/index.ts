export { mendOf } from './mend';
export { holds, proofKey, type Remedy, remedyFor } from './search';
