export { PlatformApplications, type PlatformApplicationsProps } from './application-set';
export { SyncNotifications, type SyncNotificationsProps } from './notifications';
export { SyncProject, type SyncProjectProps } from './project';
export { RepositoryCredentials, type RepositoryCredentialsProps } from './repository';
export { RootApplication, type RootApplicationProps } from './root';
