import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { FLUX_NAMESPACE, FLUX_RECONCILER, SERVICE_KINDS, type SyncedKind } from '../../model';

export interface ReconcilerProps {
  readonly labels: Readonly<Record<string, string>>;
}

/** The account that Flux applies services with. It may write nothing until a namespace lets it. */
export class Reconciler extends Construct {
  constructor(scope: Construct, id: string, { labels }: ReconcilerProps) {
    super(scope, id);
    new k8s.KubeServiceAccount(this, 'Account', {
      metadata: { name: FLUX_RECONCILER, namespace: FLUX_NAMESPACE, labels },
      automountServiceAccountToken: false,
    });
  }
}

export interface ReconcilerAccessProps extends ReconcilerProps {
  readonly namespace: string;
}

/** What that account may write in a namespace: the kinds that services have, and neither RBAC nor Secrets. */
export class ReconcilerAccess extends Construct {
  constructor(scope: Construct, id: string, { namespace, labels }: ReconcilerAccessProps) {
    super(scope, id);
    const name = FLUX_RECONCILER;
    new k8s.KubeRole(this, 'Role', { metadata: { name, namespace, labels }, rules: rulesOf(SERVICE_KINDS) });
    new k8s.KubeRoleBinding(this, 'Binding', {
      metadata: { name, namespace, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: FLUX_NAMESPACE }],
    });
  }
}

/** Health needs a look at what the written objects make. */
const SEEN: readonly SyncedKind[] = [
  { group: '', kind: 'Pod', resource: 'pods' },
  { group: 'apps', kind: 'ReplicaSet', resource: 'replicasets' },
];

function rulesOf(kinds: readonly SyncedKind[]): k8s.PolicyRule[] {
  const rules = (of: readonly SyncedKind[], verbs: string[]) => {
    const groups = new Map<string, string[]>();
    for (const { group, resource } of of) groups.set(group, [...(groups.get(group) ?? []), resource]);
    return [...groups].map(([group, resources]) => ({ apiGroups: [group], resources, verbs }));
  };
  return [...rules(kinds, ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']), ...rules(SEEN, ['get', 'list', 'watch'])];
}
