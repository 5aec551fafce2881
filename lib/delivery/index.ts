export * from './containers';
export * from './files';
export * from './pipelines';
export * from './publish';
