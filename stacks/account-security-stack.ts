import { PlatformStack } from './platform-stack';

/** The security baseline of an account in one region. */
export class AccountSecurityStack extends PlatformStack {}
