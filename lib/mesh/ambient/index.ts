export { AmbientNamespace, type AmbientNamespaceProps, type CalledHost } from './namespace';
export { AmbientAccess, type AmbientAccessProps } from './service-access';
