import { PlatformStack } from './platform-stack';

/** The way between the regions of an environment. */
export class ConnectivityStack extends PlatformStack {}
