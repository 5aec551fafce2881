export { type Changes, changesOf, type ImageChange, type ObjectChange } from './changes';
export { type FileChange, fileChanges } from './file-change';
export { messageOf, subjectOf } from './message';
