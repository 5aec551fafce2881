export { closureOf } from './dependencies';
export { envExample } from './env-example';
export { type ComposeProject, composeProject } from './project';
