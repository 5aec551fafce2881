export { NamespaceLimits, type NamespaceLimitsProps } from './limits';
export { NamespaceSecretStore, type NamespaceSecretStoreProps } from './secret-store';
export { TeamAccess, type TeamAccessProps } from './team-access';
