export { hasTerraform, terraformFindings } from './validate';
