export { BackupStore, type BackupStoreProps } from './store';
export { BackupVaults, type BackupVaultsProps } from './vaults';
