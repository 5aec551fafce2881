export { VersionRoutes, type VersionRoutesProps } from './version-routes';
