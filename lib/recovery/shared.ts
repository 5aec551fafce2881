export { addressOf, passwd, peerOfDatabase, portOf, secretsOf, toAws } from './pods';
export { SCRIPTS, SETTINGS, scriptsOf } from './scripts';
