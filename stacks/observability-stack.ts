import { PlatformStack } from './platform-stack';

/** Where metrics and logs of an environment in one region go. */
export class ObservabilityStack extends PlatformStack {}
