export { accountsOf } from './accounts';
export { consumedIn } from './consumed';
export { isInObject, type Join, type JoinBreach, type JoinedCluster } from './join';
