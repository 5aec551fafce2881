import { text } from '../manifests';
import { statementsOf } from './policies';
import { isReference, referredTo, resolved } from './resolved';
import { at, type TerraformBreach, type TerraformIndex, type TerraformResource } from './stack';

/** Tags that EKS sets on the session of a pod (EKS User Guide, granting access by tags), and where an association says the same. */
const TAGS = [
  ['aws:requesttag/kubernetes-namespace', 'namespace'],
  ['aws:requesttag/kubernetes-service-account', 'service_account'],
] as const;

/** Associations lend roles that trust the very account that they lend them to. */
export const foreignTrust = (index: TerraformIndex): readonly TerraformBreach[] =>
  index.ofType('aws_eks_pod_identity_association').flatMap((association) => trustOf(association, index));

function trustOf(association: TerraformResource, index: TerraformIndex): TerraformBreach[] {
  const { stack, values } = association;
  const role = referredTo(index, stack, values.role_arn) ?? byArn(index, values.role_arn);
  if (!role)
    return isReference(values.role_arn)
      ? [
          at(association, 'role_arn', `lends ${String(values.role_arn)}, which the stack does not make`, {
            fix: 'name a role of the stack',
          }),
        ]
      : [];
  const statements = statementsOf(role.values.assume_role_policy);
  // A policy of a data source is known to a plan only.
  if (statements.length === 0) return [];
  const lent = statements.filter(({ allows, services }) => allows && services.includes('pods.eks.amazonaws.com'));
  if (lent.length === 0)
    return [at(association, 'role_arn', `lends a role that does not trust pods.eks.amazonaws.com`, { fix: 'trust it in the role' })];
  return TAGS.flatMap(([key, field]): TerraformBreach[] => {
    const wanted = resolved(index, stack, values[field]);
    if (wanted === undefined || lent.some(({ conditions }) => conditions.get(key)?.includes(wanted))) return [];
    const found = lent.flatMap(({ conditions }) => conditions.get(key) ?? []);
    if (found.length === 0)
      return [
        at(association, field, `lends a role that trusts any ${field.replace('_', ' ')}`, {
          severity: 'warning',
          fix: `let the role trust ${key.replace('requesttag', 'RequestTag')} = ${wanted} only`,
        }),
      ];
    const message = `lends a role to ${field.replace('_', ' ')} ${wanted}, and the role trusts ${found.join(', ')}`;
    return [at(association, field, message, { fix: 'make both the same' })];
  });
}

const byArn = (index: TerraformIndex, arn: unknown) => {
  const name = /:role\/(?:.*\/)?([^/]+)$/.exec(text(arn) ?? '')?.[1];
  return name === undefined ? undefined : index.ofType('aws_iam_role').find(({ values }) => values.name === name);
};
