export { type Breach, inContainer, inObject, inPod, overContainers, overKinds, overWorkloads } from './breach';
export { type Container, exposes, portsOf } from './container';
export { type ImageName, parseImage } from './image';
export * from './json';
export type { KubernetesObject, ManifestObject, ManifestSet } from './kubernetes-object';
export { LabelIndex, selects } from './label-index';
export { indexManifests, type ManifestIndex, referenced } from './manifest-index';
export type { Workload } from './workload';
