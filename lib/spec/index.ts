export { editedText, type SpecEdit } from './edit';
export { INSTANCE_TYPES, type InstanceType } from './instance-types';
export { formatIssue, quote, SpecError, type SpecIssue, shorten, UsageError } from './issue';
export { platformJsonSchema } from './json-schema';
export { checkSpec, DEFAULT_PLATFORM_FILE, type LoadedSpec, loadSpec, parseSpec, readSpec, type SpecText } from './load';
export { nearest } from './nearest';
export { REGION_SETS } from './region-sets';
export * from './scalars';
export { ADD_ONS } from './schema/infrastructure';
export type {
  BackupsSpec,
  BuildOf,
  BuildSpec,
  CallSpec,
  DatabaseSpec,
  EnvironmentSpec,
  PlatformSpec,
  ProbeSpec,
  ServiceSpec,
  TierSpec,
} from './schema/platform';
export { startOf as startOfYamlError } from './yaml-document';
export { explain as explainYamlError } from './yaml-errors';
export { locator, type Path, type Place } from './yaml-locator';
export { structureIssues } from './yaml-structure';
