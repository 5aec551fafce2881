export * from './kubernetes';
export * from './protocol';
export * from './queue';
export * from './redis';
export * from './release';
export { secretValue } from './secret-value';
export * from './worker';
