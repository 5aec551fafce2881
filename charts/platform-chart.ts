import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { NamespaceLimits, NamespaceSecretStore, RestrictedNamespace, TeamAccess } from '../lib/deployment';
import { ReconcilerAccess } from '../lib/gitops';
import { NamespaceMesh } from '../lib/mesh';
import { ANNOTATIONS, type Cluster, type ExternalService, type Platform, publicServices } from '../lib/model';

export interface PlatformChartProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
}

/** What a cluster needs once, before any service. */
export class PlatformChart extends Chart {
  constructor(scope: Construct, id: string, { platform, cluster }: PlatformChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const { namespace, tenancy, secretStore, services } = cluster;
    const labels = {
      'app.kubernetes.io/part-of': platform.name,
      'app.kubernetes.io/managed-by': 'holdfast',
      'holdfast.dev/team': platform.team,
    };
    new RestrictedNamespace(this, 'Namespace', { name: namespace, ...meshed(platform, { ...labels, ...gate(platform, cluster) }) });
    if (platform.spec.mesh === 'istio') new NamespaceMesh(this, 'Mesh', { namespace, external: externalHosts(cluster), labels });
    new NamespaceLimits(this, 'Limits', { namespace, tenancy, labels });
    new TeamAccess(this, 'Access', { platform: platform.name, namespace, teams: tenancy.teams, labels });
    if (platform.spec.gitops !== 'argocd') new ReconcilerAccess(this, 'Reconciler', { namespace, labels });
    if (services.some(({ workload }) => workload.secrets.length > 0)) {
      new NamespaceSecretStore(this, 'SecretStore', { store: secretStore, namespace, labels });
    }
  }
}

/** A namespace whose pods belong to the mesh. */
function meshed({ spec: { mesh, istio } }: Platform, labels: Readonly<Record<string, string>>) {
  if (mesh !== 'istio') return { labels };
  const injection: Readonly<Record<string, string>> =
    istio.revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': istio.revision };
  return { labels: { ...labels, ...injection }, annotations: { [ANNOTATIONS.amplification]: String(istio.amplification) } };
}

/** Hosts outside that any service of a cluster calls, each once: two entries of one host would hide each other. */
function externalHosts({ services }: Cluster): readonly ExternalService[] {
  const hosts = new Map<string, ExternalService>();
  for (const next of services.flatMap(({ mesh }) => mesh?.external ?? [])) {
    const known = hosts.get(next.host);
    const both = <T>(own: readonly T[], other: readonly T[] = []) => [...new Set([...own, ...other])].sort();
    hosts.set(next.host, { ...next, cidrs: both(next.cidrs, known?.cidrs), ports: both(next.ports, known?.ports) });
  }
  return [...hosts.values()].sort((a, b) => (a.host < b.host ? -1 : 1));
}

/** A new pod counts as ready when the load balancer finds it healthy, so that a roll-out does not run ahead of it. */
const gate = (platform: Platform, cluster: Cluster): Readonly<Record<string, string>> =>
  platform.spec.mesh === 'none' && publicServices(platform, cluster).length > 0
    ? { 'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled' }
    : {};
