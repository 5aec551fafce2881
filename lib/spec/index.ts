export { INSTANCE_TYPES, type InstanceType } from './instance-types';
export { formatIssue, SpecError, type SpecIssue, UsageError } from './issue';
export { platformJsonSchema } from './json-schema';
export { DEFAULT_PLATFORM_FILE, type LoadedSpec, loadSpec, parseSpec } from './load';
export { nearest } from './nearest';
export * from './scalars';
export type { CallSpec, DatabaseSpec, EnvironmentSpec, PlatformSpec, ProbeSpec, ServiceSpec, TierSpec } from './schema/platform';
