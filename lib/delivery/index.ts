export * from './files';
export * from './pipelines';
export * from './publish';
