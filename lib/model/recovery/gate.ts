/**
 * Number of the entry of a data network ACL by which a region is kept from writing: the lowest, so that it is read first. Terraform
 * makes it as one that allows, and lets the failover change it.
 */
export const GATE_RULE = 1;
