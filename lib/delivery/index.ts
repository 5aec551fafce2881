export * from './pipelines';
export * from './publish';
