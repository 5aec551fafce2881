export { runEntryPoint } from './run';
export { loadPlatform, type LoadedPlatform } from './load-platform';
