export { type LoadedPlatform, loadPlatform } from './load-platform';
export { runEntryPoint } from './run';
