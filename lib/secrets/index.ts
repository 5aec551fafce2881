export { type DetectedSecret, detectSecrets } from './detect';
export { namesASecret, REFERENCE } from './named-values';
export { credentialIn, secretIn } from './own-patterns';
export { presetFindings } from './preset';
