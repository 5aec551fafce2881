import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ARGOCD_NAMESPACE, GITOPS_BRANCH, projectName } from '../../model';
import { SYNC_POLICY } from './sync-policy';

/** The cluster that Argo CD itself runs in, by the name that it gives it. */
const OWN_CLUSTER = 'in-cluster';

/** What the root syncs: projects, applications, and what notifications and credentials need. */
const KINDS = [
  ['', 'ConfigMap'],
  ['argoproj.io', 'Application'],
  ['argoproj.io', 'ApplicationSet'],
  ['argoproj.io', 'AppProject'],
  ['external-secrets.io', 'ExternalSecret'],
  ['external-secrets.io', 'SecretStore'],
] as const;

export interface RootApplicationProps {
  readonly platform: string;
  readonly repository: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The app of apps: the one Application that is applied by hand, once. It syncs projects and ApplicationSet, itself included. */
export class RootApplication extends Construct {
  constructor(scope: Construct, id: string, { platform, repository, labels }: RootApplicationProps) {
    super(scope, id);
    const project = projectName(platform, 'gitops');
    new ApiObject(this, 'Project', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: project, namespace: ARGOCD_NAMESPACE, labels },
      spec: {
        description: `What syncs ${platform}: projects, applications and notifications`,
        sourceRepos: [repository],
        destinations: [{ name: OWN_CLUSTER, namespace: ARGOCD_NAMESPACE }],
        clusterResourceWhitelist: [],
        namespaceResourceWhitelist: KINDS.map(([group, kind]) => ({ group, kind })),
      },
    });
    new ApiObject(this, 'Application', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: `${platform}-root`, namespace: ARGOCD_NAMESPACE, labels },
      spec: {
        project,
        source: { repoURL: repository, targetRevision: GITOPS_BRANCH, path: 'gitops/argocd' },
        destination: { name: OWN_CLUSTER, namespace: ARGOCD_NAMESPACE },
        syncPolicy: SYNC_POLICY,
      },
    });
  }
}
