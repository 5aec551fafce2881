import type { TerraformRule } from '../rule';
import { statementsOf } from '../terraform/policies';
import { at, on, type TerraformResource } from '../terraform/stack';

export const t06Keys: TerraformRule = {
  id: 'T06',
  severity: 'error',
  subject: 'aws_kms_key',
  over: 'terraform',
  why: 'A key that is never rotated stays leaked, and one that anybody may use protects nothing.',
  mend: 'set enable_key_rotation, and name who may use the key',
  check: (index) => index.ofType('aws_kms_key').flatMap(key),
};

const key = (resource: TerraformResource) => {
  const { values } = resource;
  // Asymmetric keys, HMAC keys and keys of other stores cannot be rotated by KMS.
  const rotates = values.key_usage === undefined || values.key_usage === 'ENCRYPT_DECRYPT';
  const symmetric = values.customer_master_key_spec === undefined || values.customer_master_key_spec === 'SYMMETRIC_DEFAULT';
  return [
    ...(rotates && symmetric && !on(values.enable_key_rotation)
      ? [at(resource, 'enable_key_rotation', 'is never rotated', { fix: 'set enable_key_rotation: true' })]
      : []),
    ...statementsOf(values.policy)
      .filter(({ allows, anybody, conditions }) => allows && anybody && conditions.size === 0)
      .map(() => at(resource, 'policy', 'may be used by anybody', { fix: 'name the principals, or the service by a condition' })),
  ];
};
