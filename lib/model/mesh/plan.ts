import type { PlatformSpec, ServiceSpec } from '../../spec';
import { type Derived, derived, figure } from '../derived';
import { PRIMARY_ROUTE, previewName, type VersionRoute } from '../rollout';
import type { Arrival, Port, Workload } from '../workload';
import type { CallBudget, RetryBudget } from './budget';
import { usesGatewayApi } from './data-plane';
import { ISTIO, meshHost } from './facts';

/** The route of callers that wait alike; what is left has the route that a roll-out divides. */
export const routeName = ({ callers }: CallPolicy) => (callers.length > 0 ? `from-${callers.join('-')}` : PRIMARY_ROUTE);

/** The VirtualService of a public host. */
export const publicRoutes = (service: string) => `${service}-public`;

/** The routes that lead to the versions of a workload, by VirtualService: what a roll-out has to move. */
export function versionRoutes(name: string, { requestPort, policies, gateway, arrival, routes }: MeshPlan): readonly VersionRoute[] {
  if (!requestPort) return [];
  const kind = routes === 'istio' ? 'VirtualService' : requestPort.protocol === 'grpc' ? 'GRPCRoute' : 'HTTPRoute';
  return [
    { kind, name, routes: policies.map(routeName) },
    // What comes through the gateway passes the waypoint too, which divides it.
    ...(gateway && arrival !== 'waypoint' ? [{ kind, name: publicRoutes(name), routes: [PRIMARY_ROUTE] } as const] : []),
  ];
}

/** Who may call a workload, on which ports, and what of them. */
export interface AllowedCaller {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly ports: readonly Port[];
  /** Empty: any. */
  readonly methods: readonly string[];
  /** Empty: any. */
  readonly paths: readonly string[];
}

/** How long callers wait for a service, and how often they try. */
export interface CallPolicy {
  /** Callers with this policy; empty for everybody else. */
  readonly callers: readonly string[];
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly perTryMs: number;
}

/** A host outside the mesh, as it is registered. */
export interface ExternalService {
  readonly host: string;
  /** Addresses, where it has no name. */
  readonly cidrs: readonly string[];
  readonly ports: readonly number[];
  readonly protocol: 'TLS' | 'HTTP' | 'GRPC' | 'TCP';
  readonly because: string;
}

/** What the mesh does for one workload. */
export interface MeshPlan {
  readonly callers: readonly AllowedCaller[];
  /** Ports that admit plaintext, with the reason. */
  readonly plaintext: readonly { readonly port: Port; readonly because: string }[];
  /** Public host with its other names, and the port that its requests come to. */
  readonly gateway?: { readonly host: string; readonly aliases: readonly string[]; readonly port: Port };
  /** What its routes are written in. */
  readonly routes: 'istio' | 'gatewayApi';
  readonly arrival?: Arrival;
  /** The port whose protocol has requests; undefined for a service that speaks TCP only. */
  readonly requestPort?: Port;
  readonly policies: readonly CallPolicy[];
  /** The most requests, or connections, that one caller's pod may have open. */
  readonly concurrency: Derived<number>;
  readonly jwt?: NonNullable<ServiceSpec['mesh']['jwt']>;
  /** Only in the environments that it is declared for. */
  readonly fault?: Omit<NonNullable<ServiceSpec['mesh']['fault']>, 'environments'>;
  readonly mirror?: { readonly host: string; readonly port?: number; readonly percent: number };
  /** Hosts that the workload may call, as the mesh knows them, sorted. */
  readonly hosts: readonly string[];
  readonly external: readonly ExternalService[];
}

/** What a plan follows from. */
export interface MeshInput {
  readonly spec: PlatformSpec;
  readonly environment: string;
  readonly service: ServiceSpec;
  readonly workload: Workload;
  /** All that may call or be called, by name. */
  readonly services: ReadonlyMap<string, ServiceSpec>;
  readonly budget: RetryBudget;
  /** Requests a second at the declared load. */
  readonly throughput: number;
}

/** The plan of one workload. */
export function meshPlan({ spec, environment, service, workload, services, budget, throughput }: MeshInput): MeshPlan {
  const { name, ports } = workload;
  const requestPort = ports.find(({ protocol }) => protocol === 'http' || protocol === 'grpc');
  const [publicPort] = workload.public.ports;
  const external = externalServices(workload);
  const own = budget.deadlines.get(name)?.value ?? 0;
  const routes = usesGatewayApi(spec) ? 'gatewayApi' : 'istio';
  const policies = policiesOf(
    // Routes of the Gateway API do not know who calls.
    routes === 'istio' ? budget.calls.filter(({ callee }) => callee === name) : [],
    own,
  );
  const { fault, mirror, jwt, plaintext } = service.mesh;
  return {
    callers: [
      ...callersOf(workload, services),
      ...(publicPort ? [{ ...GATEWAY_ACCOUNT, ports: [publicPort], methods: [], paths: [] }] : []),
    ],
    plaintext: ports.flatMap((port) => (plaintext[port.name] === undefined ? [] : [{ port, because: plaintext[port.name] ?? '' }])),
    gateway: publicPort && { host: service.public?.host ?? spec.domain, aliases: [], port: publicPort },
    routes,
    arrival: workload.arrival,
    requestPort,
    policies,
    concurrency: concurrency(throughput, Math.max(own, ...policies.map(({ timeoutMs }) => timeoutMs))),
    jwt,
    fault: fault?.environments.includes(environment) ? { abort: fault.abort, delay: fault.delay } : undefined,
    mirror: mirror && { host: mirror.service, port: mirrorPort(services.get(mirror.service)), percent: inPercent(mirror.percent) },
    hosts: hostsOf(workload, services, external, mirror?.service, routes),
    external,
  };
}

/** The port of a Service that takes copies of requests. */
function mirrorPort(service: ServiceSpec | undefined): number | undefined {
  const [first] = Object.values(service?.ports ?? {}).filter(({ protocol }) => protocol === 'http' || protocol === 'grpc');
  return first && (first.servicePort ?? first.port);
}

const GATEWAY_ACCOUNT = { namespace: ISTIO.gateway.namespace, serviceAccount: ISTIO.gateway.name };

function callersOf({ name, callers }: Workload, services: ReadonlyMap<string, ServiceSpec>): AllowedCaller[] {
  return callers
    .filter(({ ports }) => ports.length > 0)
    .map((caller) => {
      const call = services.get(caller.name)?.calls.find((made) => (typeof made === 'string' ? made : made.service) === name);
      const { methods = [], paths = [] } = typeof call === 'object' ? call : {};
      return { namespace: caller.namespace, serviceAccount: caller.name, ports: caller.ports, methods, paths };
    });
}

/** Callers that wait alike share a policy; everybody else (the gateway) waits as long as the service needs, and tries once. */
function policiesOf(calls: readonly CallBudget[], deadlineMs: number): readonly CallPolicy[] {
  const rest: CallPolicy = { callers: [], attempts: 1, timeoutMs: deadlineMs, perTryMs: deadlineMs };
  const alike = new Map<string, CallPolicy>();
  for (const { caller, attempts, timeoutMs, perTryMs } of calls) {
    const key = `${attempts.value} ${timeoutMs.value}`;
    const others = alike.get(key)?.callers ?? [];
    alike.set(key, { callers: [...others, caller], attempts: attempts.value, timeoutMs: timeoutMs.value, perTryMs });
  }
  const same = ({ attempts, timeoutMs }: CallPolicy) => attempts === rest.attempts && timeoutMs === rest.timeoutMs;
  return [...[...alike.values()].filter((policy) => !same(policy)), rest];
}

/** Twice what is in flight when every request takes as long as it may; never so few that a quiet service is refused. */
const HEADROOM = 2;
const LEAST_CONCURRENCY = 100;

function concurrency(throughput: number, longestMs: number): Derived<number> {
  const inFlight = (throughput * longestMs) / 1000;
  return derived(
    Math.max(LEAST_CONCURRENCY, Math.ceil(HEADROOM * inFlight)),
    `max(${LEAST_CONCURRENCY}, ${HEADROOM} x throughput x longest wait)`,
    { throughput: `${figure(throughput)}/s`, 'longest wait': `${figure(longestMs / 1000)}s` },
    "Little's law L = lambda x W",
  );
}

function hostsOf(
  { callees, namespace }: Workload,
  services: ReadonlyMap<string, ServiceSpec>,
  external: readonly ExternalService[],
  mirror: string | undefined,
  routes: MeshPlan['routes'],
): readonly string[] {
  const called = callees
    .filter(({ ports }) => ports.length > 0)
    .flatMap(({ name, namespace: at }) => [
      `${at}/${meshHost(name, at)}`,
      // The header of a blue-green roll-out leads to the preview, and so does the share of a canary without subsets.
      ...(previewed(services.get(name)?.rollout.strategy, routes) ? [`${at}/${meshHost(previewName(name), at)}`] : []),
    ]);
  const copied = mirror === undefined ? [] : [`${namespace}/${meshHost(mirror, namespace)}`];
  return [...new Set([...called, ...copied, ...external.map(({ host }) => `${namespace}/${host}`)])].sort();
}

const previewed = (strategy: ServiceSpec['rollout']['strategy'] | undefined, routes: MeshPlan['routes']) =>
  strategy === 'blueGreen' || (strategy === 'canary' && routes === 'gatewayApi');

/** Percent as people wrote it: seven hundredths times a hundred is not quite seven to a computer. */
export const inPercent = ({ fraction }: { readonly fraction: number }) => Math.round(fraction * 1e6) / 1e4;

const PROTOCOLS = { tls: 'TLS', http: 'HTTP', grpc: 'GRPC', tcp: 'TCP' } as const;

/** What a workload reaches outside: addresses of one reason are one host. */
export function externalServices({ external }: Pick<Workload, 'external'>): readonly ExternalService[] {
  const found = new Map<string, ExternalService>();
  for (const { host, cidr, ports, protocol = 'tcp', because } of external) {
    const known = host ?? `${slug(because)}.${ISTIO.externalDomain}`;
    const before = found.get(known);
    found.set(known, {
      host: known,
      cidrs: host === undefined ? [...(before?.cidrs ?? []), cidr].sort() : [],
      ports: [...new Set([...(before?.ports ?? []), ...ports])].sort((a, b) => a - b),
      protocol: PROTOCOLS[protocol],
      because,
    });
  }
  return [...found.values()].sort((a, b) => (a.host < b.host ? -1 : 1));
}

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '');
