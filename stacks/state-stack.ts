import { PlatformStack } from './platform-stack';

/** Where the Terraform state of an account in one region is kept. */
export class StateStack extends PlatformStack {}
