import { createHash } from 'node:crypto';
import { ISTIO } from '../mesh/facts';
import type { Cluster, PlacedService, Platform } from '../platform';
import type { Port } from '../workload';
import { environmentDomain, isInZone, publicHost, regionalHost } from './hosts';

/** What a health check from outside asks a region. */
export type RegionCheck = { readonly kind: 'https'; readonly path: string } | { readonly kind: 'tcp' };

/** A service that is reached from the internet, in one cluster. */
export interface PublicService {
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  /** The same in this region, whichever serves. */
  readonly regionalHost: string;
  readonly port: Port;
  /** What the load balancer asks each pod. */
  readonly targetCheck: { readonly path: string; readonly codes: string };
  readonly regionCheck: RegionCheck;
  /** How long a pod that goes may finish its requests, in seconds. */
  readonly drainSeconds: number;
}

/** A gRPC service answers this method with status 0 while it serves (gRPC, health checking protocol). */
const GRPC_CHECK = { path: '/grpc.health.v1.Health/Check', codes: '0' };

/** Public services of a cluster, sorted by name. A host outside the platform's domain is somebody else's to point here. */
export function publicServices(platform: Pick<Platform, 'spec' | 'clusters'>, cluster: Cluster): readonly PublicService[] {
  const zone = environmentDomain(platform, cluster.environment);
  return cluster.services.flatMap((service) => {
    const host = publicHost(platform, cluster.environment, service.workload.name);
    const [port] = service.workload.public.ports;
    return port && host !== undefined && isInZone(host, zone) ? [publicService(cluster, service, host, port)] : [];
  });
}

function publicService(cluster: Cluster, { workload, mesh }: PlacedService, host: string, port: Port): PublicService {
  const { name, namespace, probes, stop } = workload;
  const check = probes?.readiness.check;
  const asked = check?.kind === 'http' && check.port === port.name ? check.path : undefined;
  return {
    name,
    namespace,
    host,
    regionalHost: regionalHost(cluster, host),
    port,
    targetCheck:
      port.protocol === 'grpc' ? GRPC_CHECK : asked === undefined ? { path: '/', codes: '200-499' } : { path: asked, codes: '200-399' },
    // What no path of the public port vouches for is asked for a connection only: a path that is guessed would take a region out.
    // Nor is one asked that answers to tokens only: Route 53 has none.
    regionCheck: port.protocol === 'http' && asked !== undefined && !mesh?.jwt ? { kind: 'https', path: asked } : { kind: 'tcp' },
    drainSeconds: stop.graceSeconds,
  };
}

/** Hosts that an environment serves, sorted. */
export const publicHosts = (platform: Pick<Platform, 'spec' | 'clusters'>, environment: string): readonly string[] =>
  [
    ...new Set(
      platform.clusters
        .filter((cluster) => cluster.environment === environment)
        .flatMap((cluster) => publicServices(platform, cluster).map(({ host }) => host)),
    ),
  ].sort();

/** Numbers of the ports that the load balancer of a cluster reaches, each once: of the services, or of the gateway of their mesh. */
export function targetPorts(platform: Pick<Platform, 'spec' | 'clusters'>, cluster: Cluster): readonly number[] {
  const gateway = publicGateway(cluster);
  const ports = gateway
    ? gateway.workload.ports.filter(({ name }) => name !== 'http' || platform.spec.traffic.edge === 'none')
    : publicServices(platform, cluster).map(({ port }) => port);
  return [...new Set(ports.map(({ port }) => port))].sort((a, b) => a - b);
}

/** The gateway of the mesh that public requests come through; undefined without a mesh. */
export const publicGateway = ({ gateways }: Pick<Cluster, 'gateways'>): PlacedService | undefined =>
  gateways.find(({ workload }) => workload.name === ISTIO.gateway.name);

/** Weights of Route 53 go up to this. */
const WHOLE_WEIGHT = 255;

/** Share of a region where both serve, in 255 parts. */
export function regionWeight({ spec }: Pick<Platform, 'spec'>, { role }: Cluster): number {
  const recovery = Math.round(spec.traffic.recoveryShare.fraction * WHOLE_WEIGHT);
  return role === 'recovery' ? recovery : WHOLE_WEIGHT - recovery;
}

/** Longest name of a load balancer (Elastic Load Balancing API reference, CreateLoadBalancer). */
const LONGEST_LOAD_BALANCER = 32;

/** The load balancer of a cluster; its name is unique in an account and region, so the region need not be part of it. */
export function loadBalancerName(platform: string, { environment }: Pick<Cluster, 'environment'>): string {
  const name = `${platform}-${environment}`.replace(/-{2,}/g, '-');
  // AWS keeps names that start so to itself.
  const safe = name.startsWith('internal-') ? `x-${name}` : name;
  if (safe.length <= LONGEST_LOAD_BALANCER) return safe;
  const digest = createHash('sha256').update(safe).digest('hex').slice(0, 8);
  return `${safe.slice(0, LONGEST_LOAD_BALANCER - digest.length - 1).replace(/-$/, '')}-${digest}`;
}

/** Ports of the load balancer. */
export const PUBLIC_PORTS = { http: 80, https: 443 } as const;

/** TLS 1.2 and 1.3 with forward secrecy (Elastic Load Balancing User Guide, security policies). */
export const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06';

/** Group of the Ingresses that share the load balancer of a cluster; the controller knows it by this name. */
export const ingressGroup = (platform: string) => platform;

/** Tags by which the controller takes a load balancer for the one of a group (AWS Load Balancer Controller, resource tags). */
export const groupTags = (platform: string, cluster: string) => ({
  'elbv2.k8s.aws/cluster': cluster,
  'ingress.k8s.aws/stack': ingressGroup(platform),
  'ingress.k8s.aws/resource': 'LoadBalancer',
});

/** The Service that stands for the load balancer before the gateway of a mesh. */
export const GATEWAY_SERVICE = { name: `${ISTIO.gateway.name}-public`, namespace: ISTIO.gateway.namespace } as const;

/** Tags by which the controller takes a load balancer for the one of that Service. */
export const serviceTags = (cluster: string) => ({
  'elbv2.k8s.aws/cluster': cluster,
  'service.k8s.aws/stack': `${GATEWAY_SERVICE.namespace}/${GATEWAY_SERVICE.name}`,
  'service.k8s.aws/resource': 'LoadBalancer',
});

/**
 * Names of the security groups of the load balancer, by which an Ingress asks for them. Behind CloudFront there are two: the lists of
 * the addresses that are admitted count as 55 and 25 of the 60 rules that a group may have (VPC User Guide, managed prefix lists).
 */
export const loadBalancerGroups = (cluster: string, edge: 'none' | 'cloudfront'): readonly [string, ...string[]] =>
  edge === 'none' ? [`${cluster}-load-balancer`] : [`${cluster}-load-balancer`, `${cluster}-health-checks`];
