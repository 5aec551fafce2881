export { type Publication, publishTree } from './publish-tree';
export { toYaml } from './yaml';
