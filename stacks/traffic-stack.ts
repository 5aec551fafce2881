import { PlatformStack } from './platform-stack';

/** How users reach an environment, whichever region serves. */
export class TrafficStack extends PlatformStack {}
