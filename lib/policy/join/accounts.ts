import { CHART_ACCOUNTS } from '../../model';
import { type Breach, inObject, items, type ManifestIndex, map, text } from '../manifests';
import { statementsOf } from '../terraform/policies';
import { resolved } from '../terraform/resolved';
import { at, type TerraformBreach, type TerraformResource } from '../terraform/stack';
import type { Join, JoinBreach } from './join';

/** Annotation of an account whose pods take a role on by the token of the cluster. */
const ROLE = 'eks.amazonaws.com/role-arn';

const accountOf = (namespace: string, name: string) => `${namespace}/${name}`;
const CHARTED = new Set(CHART_ACCOUNTS.map(({ namespace, serviceAccount }) => accountOf(namespace, serviceAccount)));

/** Roles are lent to accounts that are there, and accounts name roles that are there. */
export function accountsOf({ terraform, clusters }: Join): readonly JoinBreach[] {
  const associations = terraform.ofType('aws_eks_pod_identity_association');
  const roles = terraform.ofType('aws_iam_role');
  const named = clusters.map(({ cluster, objects }) => ({ cluster, objects, accounts: accountsIn(objects) }));
  return [
    ...named.flatMap(({ cluster, accounts }) =>
      associations
        .filter(({ stack, values }) => resolved(terraform, stack, values.cluster_name) === cluster.name)
        .flatMap((association) => unknownAccount(association, accounts, cluster.name)),
    ),
    ...roles.flatMap((role) =>
      unknownSubjects(
        role,
        named.map(({ accounts }) => accounts),
      ),
    ),
    ...(roles.length > 0 ? named.flatMap(({ objects }) => unknownRoles(objects, roles)) : []),
  ];
}

/** Accounts that the manifests of a cluster make or speak of. */
function accountsIn(objects: ManifestIndex): ReadonlySet<string> {
  return new Set([
    ...objects.ofKind('ServiceAccount').map(({ namespace, name }) => accountOf(namespace, name)),
    ...objects.workloads.map(({ object, pod }) => accountOf(object.namespace, text(pod.serviceAccountName) ?? 'default')),
    ...objects.ofKind('RoleBinding', 'ClusterRoleBinding').flatMap(({ raw, namespace }) =>
      items(raw.subjects)
        .filter(({ item }) => item.kind === 'ServiceAccount')
        .map(({ item }) => accountOf(text(item.namespace) ?? namespace, text(item.name) ?? '')),
    ),
  ]);
}

function unknownAccount(association: TerraformResource, accounts: ReadonlySet<string>, cluster: string): TerraformBreach[] {
  const [namespace, name] = [text(association.values.namespace), text(association.values.service_account)];
  if (namespace === undefined || name === undefined || [namespace, name].some((part) => part.includes('${'))) return [];
  const account = accountOf(namespace, name);
  if (accounts.has(account) || CHARTED.has(account)) return [];
  return [
    at(association, 'service_account', `lends a role to ${account}, an account that no manifest of ${cluster} makes or names`, {
      fix: 'name the account that its pods run with, or remove the association',
    }),
  ];
}

/** `system:serviceaccount:<namespace>:<name>`, as tokens of a cluster name their account. */
const SUBJECT = /^system:serviceaccount:([^:*?]+):([^:*?]+)$/;

function unknownSubjects(role: TerraformResource, clusters: readonly ReadonlySet<string>[]): TerraformBreach[] {
  const subjects = statementsOf(role.values.assume_role_policy).flatMap(({ conditions }) =>
    [...conditions].flatMap(([key, values]) => (key.endsWith(':sub') ? values : [])),
  );
  return subjects.flatMap((subject) => {
    const [, namespace, name] = SUBJECT.exec(subject) ?? [];
    if (namespace === undefined || name === undefined) return [];
    const account = accountOf(namespace, name);
    if (CHARTED.has(account) || clusters.some((accounts) => accounts.has(account))) return [];
    const message = `trusts ${account}, an account that no manifest makes or names`;
    return [at(role, 'assume_role_policy', message, { fix: 'trust the account that its pods run with' })];
  });
}

function unknownRoles(objects: ManifestIndex, roles: readonly TerraformResource[]): Breach[] {
  const byName = new Map(roles.map((role) => [text(role.values.name), role]));
  return objects.ofKind('ServiceAccount').flatMap((account) => {
    const arn = account.annotations[ROLE];
    if (arn === undefined) return [];
    const path = `metadata.annotations["${ROLE}"]`;
    const role = byName.get(/:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1] ?? '');
    if (!role) return [inObject(account, path, `takes on ${arn}, a role that no stack makes`, { fix: 'name a role of the stacks' })];
    const subjects = statementsOf(role.values.assume_role_policy).flatMap(({ conditions }) =>
      [...conditions].flatMap(([key, values]) => (key.endsWith(':sub') ? values : [])),
    );
    const own = `system:serviceaccount:${account.namespace}:${account.name}`;
    if (subjects.includes(own) || map(role.values).assume_role_policy === undefined) return [];
    return [inObject(account, path, `takes on ${arn}, which does not trust ${own}`, { fix: `let the role trust ${own}, and nobody else` })];
  });
}
