export { type Publication, publishedFiles, publishTree } from './publish-tree';
export { toYaml } from './yaml';
