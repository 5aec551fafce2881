export * from './protocol';
export * from './queue';
export * from './redis';
export { secretValue } from './secret-value';
export * from './worker';
