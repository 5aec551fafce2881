export { kubeletSleep } from './graceful-stop';
export { podTemplate } from './template';
