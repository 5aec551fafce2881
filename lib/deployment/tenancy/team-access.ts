import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { teamGroup } from '../../model';

const READ = ['get', 'list', 'watch'];

/** What a team sees: everything that explains how its services are, and no Secret. */
const VIEW: k8s.PolicyRule[] = [
  {
    apiGroups: [''],
    resources: ['configmaps', 'events', 'limitranges', 'pods', 'pods/log', 'resourcequotas', 'serviceaccounts', 'services'],
    verbs: READ,
  },
  { apiGroups: ['apps'], resources: ['deployments', 'replicasets'], verbs: READ },
  { apiGroups: ['argoproj.io'], resources: ['analysisruns', 'analysistemplates', 'rollouts'], verbs: READ },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: READ },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: READ },
  { apiGroups: ['external-secrets.io'], resources: ['externalsecrets', 'secretstores'], verbs: READ },
  { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['get', 'list'] },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: READ },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: READ },
];

/**
 * What a person on call does at night and Git cannot do in time: replace a pod, promote or give up a roll-out, run a job
 * again. What a Rollout runs still comes from Git, which takes back any other change of it.
 */
const OPERATE: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
  { apiGroups: ['argoproj.io'], resources: ['rollouts', 'rollouts/status'], verbs: ['patch'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete'] },
];

const ROLES = { 'team-view': VIEW, 'team-operate': OPERATE } as const;

export interface TeamAccessProps {
  readonly platform: string;
  readonly namespace: string;
  readonly teams: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** What the people of the owning teams may do in a namespace. Manifests come from Git, so nobody may write them. */
export class TeamAccess extends Construct {
  constructor(scope: Construct, id: string, { platform, namespace, teams, labels }: TeamAccessProps) {
    super(scope, id);
    for (const [name, rules] of Object.entries(ROLES)) {
      new k8s.KubeRole(this, name, { metadata: { name, namespace, labels }, rules });
      new k8s.KubeRoleBinding(this, `${name}-binding`, {
        metadata: { name, namespace, labels },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: teams.map((team) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: teamGroup(platform, team) })),
      });
    }
  }
}
