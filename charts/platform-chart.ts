import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { NamespaceLimits, NamespaceSecretStore, RestrictedNamespace, TeamAccess } from '../lib/deployment';
import { ReconcilerAccess } from '../lib/gitops';
import { AmbientNamespace, type CalledHost, NamespaceMesh } from '../lib/mesh';
import { ANNOTATIONS, type Cluster, inClusterDatabases, isAmbient, type Platform, publicServices, usesGatewayApi } from '../lib/model';
import { Waypoint } from './made-gateways';

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
    if (platform.spec.mesh === 'istio') this.mesh(platform, cluster, labels);
    new NamespaceLimits(this, 'Limits', { namespace, tenancy, labels });
    new TeamAccess(this, 'Access', { platform: platform.name, namespace, teams: tenancy.teams, labels });
    if (platform.spec.gitops !== 'argocd') new ReconcilerAccess(this, 'Reconciler', { namespace, labels });
    const inPods = inClusterDatabases(platform, cluster).length > 0;
    if (inPods || services.some(({ workload }) => workload.secrets.length > 0)) {
      new NamespaceSecretStore(this, 'SecretStore', { store: secretStore, namespace, labels });
    }
  }

  private mesh(platform: Platform, cluster: Cluster, labels: Readonly<Record<string, string>>): void {
    const { namespace, gateways } = cluster;
    const common = { namespace, external: externalHosts(cluster), labels };
    if (!isAmbient(platform.spec)) {
      new NamespaceMesh(this, 'Mesh', common);
      return;
    }
    new AmbientNamespace(this, 'Mesh', common);
    const waypoint = gateways.find(({ workload }) => workload.proxy?.madeFrom === 'istio-waypoint');
    if (waypoint) new Waypoint(this, 'Waypoint', { workload: waypoint.workload, revision: platform.spec.istio.revision });
  }
}

/** A namespace whose pods belong to the mesh. */
function meshed({ spec }: Platform, labels: Readonly<Record<string, string>>) {
  const { mesh, istio } = spec;
  if (mesh !== 'istio') return { labels };
  // A revision on a namespace asks for sidecars, in ambient mode too.
  const injection: Readonly<Record<string, string>> = isAmbient(spec)
    ? { 'istio.io/dataplane-mode': 'ambient' }
    : istio.revision === undefined
      ? { 'istio-injection': 'enabled' }
      : { 'istio.io/rev': istio.revision };
  return {
    labels: { ...labels, ...injection },
    annotations: {
      [ANNOTATIONS.amplification]: String(istio.amplification),
      ...(usesGatewayApi(spec) ? { [ANNOTATIONS.attempts]: '1' } : {}),
    },
  };
}

/** Hosts outside that any service of a cluster calls, each once: two entries of one host would hide each other. */
function externalHosts({ services }: Cluster): readonly CalledHost[] {
  const hosts = new Map<string, CalledHost>();
  const called = services.flatMap(({ mesh, workload: { name } }) => (mesh?.external ?? []).map((host) => ({ ...host, callers: [name] })));
  for (const next of called) {
    const known = hosts.get(next.host);
    const both = <T>(own: readonly T[], other: readonly T[] = []) => [...new Set([...own, ...other])].sort();
    hosts.set(next.host, {
      ...next,
      cidrs: both(next.cidrs, known?.cidrs),
      ports: both(next.ports, known?.ports),
      callers: both(next.callers, known?.callers),
    });
  }
  return [...hosts.values()].sort((a, b) => (a.host < b.host ? -1 : 1));
}

/** A new pod counts as ready when the load balancer finds it healthy, so that a roll-out does not run ahead of it. */
const gate = (platform: Platform, cluster: Cluster): Readonly<Record<string, string>> =>
  platform.spec.mesh === 'none' && publicServices(platform, cluster).length > 0
    ? { 'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled' }
    : {};
