export * from './argocd';
export * from './flux';
export { gitOpsLabels } from './labels';
