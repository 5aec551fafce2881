import { PlatformStack } from './platform-stack';

/** Who may act in an account: pipelines by their tokens. */
export class IdentityStack extends PlatformStack {}
