export { StandInWorld, type Started } from './stand-in-world';
export { hasTerraform, terraformFindings } from './validate';
