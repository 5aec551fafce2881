export type { ResourceChange } from './stand-in-provider';
export { StandInWorld, type Started } from './stand-in-world';
export { hasTerraform, terraformFindings } from './validate';
