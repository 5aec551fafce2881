import { type EnvironmentSpec, INSTANCE_TYPES, type PlatformSpec, type ServiceSpec } from '../../spec';
import { type Call, callGraph } from '../call-graph';
import { allocatable, type NodePlan, nodesFor, type Reserved } from '../capacity/nodes';
import { throughputs, type UserLoad } from '../capacity/throughput';
import { derived } from '../derived';
import { withHandoffWorker } from '../handoff';
import {
  controlPlaneReserve,
  countsRequests,
  meshAgents,
  meshGateways,
  meshPlan,
  type RetryBudget,
  retryBudget,
  sidecarReserve,
  versionRoutes,
} from '../mesh';
import { monitoringSize, nodeAgents, watchersReserve } from '../monitoring';
import { clusterName, namespaceName } from '../names';
import { natGateways, networkPlan } from '../network';
import { objectivesOf } from '../objectives/service-objectives';
import type { Cluster, PlacedService, Platform } from '../platform';
import { withWriterChecks } from '../recovery/writer-check';
import { surgePods } from '../rollout';
import { type ReservedPods, storePods, sumOf } from '../stores/reserved';
import { tenancyOf } from '../tenancy';
import type { Workload } from '../workload';
import { servicesOf } from './environment';
import { noticesOf } from './notices';
import { scalingOf } from './scaling';
import { secretStoreOf } from './secrets';
import { type Place, workloadOf } from './workload';

type Role = Cluster['role'];

/** Works out everything that follows from a platform file. Pure: the same file gives the same platform. */
export function resolvePlatform(declared: PlatformSpec): Platform {
  const spec = withHandoffWorker(declared);
  const graph = callGraph(Object.keys(spec.services), callsOf(new Map(Object.entries(spec.services))));
  const environments = Object.entries(spec.environments).sort(([a], [b]) => (a < b ? -1 : 1));
  const clusters = environments.flatMap(([name, environment]) =>
    (['primary', 'recovery'] as const)
      .filter((role) => environment.regions.includes(role))
      .map((role) => resolveCluster(spec, name, environment, role)),
  );
  return withWriterChecks({
    name: spec.platform,
    team: spec.team ?? spec.platform,
    domain: spec.domain,
    kubernetes: spec.kubernetes,
    spec,
    graph,
    clusters,
    notices: noticesOf(spec, graph, clusters),
  });
}

function resolveCluster(spec: PlatformSpec, environmentName: string, environment: EnvironmentSpec, role: Role): Cluster {
  const region = spec.regions[role];
  if (!region) throw new Error(`region role ${role} passed the spec but is not declared`);
  const zones = region.zones ?? ['a', 'b', 'c'].map((letter) => `${region.name}${letter}`);
  const services = servicesOf(spec, environment);
  const tiers = [...services.values()].flatMap(({ tier }) => spec.tiers[tier] ?? []);
  const network = networkPlan(environment.cidrs?.[role] ?? region.cidr, zones, natGateways(tiers));
  const graph = callGraph([...services.keys()], callsOf(services));
  const rates = throughputs(graph, userLoads(services, environment.scale.fraction));
  const cluster = clusterName(spec.platform, environmentName, region.name);
  const secretStore = secretStoreOf(spec, environmentName, region.name, cluster);
  const place = {
    spec,
    environment: environmentName,
    graph,
    services,
    namespace: namespaceName(spec.platform),
    network,
    secretStore,
    otherRegions: otherRegions(spec, environment, role),
  };
  const retries = spec.mesh === 'istio' ? retryBudget(services, graph) : undefined;
  const placed: PlacedService[] = [...services].map(([name, service]) => {
    const throughput = rates.get(name) ?? derived(0, 'no load', {}, 'platform file');
    const scaling = scalingOf(service, throughput, zones.length, role, spec);
    const { workload, mesh } = inMesh(workloadOf(name, service, scaling, place), service, throughput.value, place, retries);
    return {
      workload,
      mesh,
      tier: service.tier,
      throughput,
      objectives: objectivesOf(name, service, workload.ports, place.namespace, countsRequests(spec)),
    };
  });
  const stores = storePods(spec, services.values());
  const protect = environment.protect ?? environment.regions.length > 1;
  const { namespace } = place;
  const gateways = meshGateways({
    spec,
    cluster: { name: cluster, namespace, network, protect, services: placed },
    otherRegions: place.otherRegions,
  });
  const tenancy = tenancyOf(
    [...placed, ...gateways].map(({ workload }) => workload).filter((workload) => workload.namespace === namespace),
    sidecarReserve(spec),
    stores,
  );
  return {
    name: cluster,
    environment: environmentName,
    role,
    region: region.name,
    account: environment.account,
    namespace: place.namespace,
    protect,
    network,
    nodes: nodePlan(spec, { services: placed, gateways, tenancy, protect }, zones.length, stores),
    secretStore,
    tenancy,
    retries,
    services: placed,
    gateways,
  };
}

/** Address blocks of the regions that an environment runs in beside one. */
function otherRegions(spec: PlatformSpec, { regions, cidrs }: EnvironmentSpec, role: Role): readonly string[] {
  return regions.filter((other) => other !== role).flatMap((other) => cidrs?.[other]?.text ?? spec.regions[other]?.cidr.text ?? []);
}

/** A workload with what the mesh does for it; a canary knows the routes that divide its requests. */
function inMesh(workload: Workload, service: ServiceSpec, throughput: number, place: Place, budget: RetryBudget | undefined) {
  if (!budget) return { workload };
  const { spec, environment, services } = place;
  const mesh = meshPlan({ spec, environment, service, workload, services, budget, throughput });
  const { rollout } = workload;
  if (rollout.strategy !== 'canary' || !rollout.router) return { workload, mesh };
  return { workload: { ...workload, rollout: { ...rollout, routes: versionRoutes(workload.name, mesh) } }, mesh };
}

/** Calls between services that run; a call to a service that is switched off leads nowhere. */
function callsOf(services: ReadonlyMap<string, ServiceSpec>): Call[] {
  return [...services].flatMap(([caller, service]) =>
    service.calls
      .map((call) => (typeof call === 'string' ? { service: call, perRequest: 1, port: undefined } : call))
      .filter((call) => services.has(call.service))
      .map((call) => ({ caller, callee: call.service, ports: call.port ? [call.port] : [], perRequest: call.perRequest })),
  );
}

function userLoads(services: ReadonlyMap<string, ServiceSpec>, scale: number): ReadonlyMap<string, UserLoad> {
  const loads = new Map<string, UserLoad>();
  for (const [name, { load }] of services) {
    if (load?.users === undefined || !load.thinkTime || !load.responseTime) continue;
    loads.set(name, { users: load.users * scale, thinkSeconds: load.thinkTime.seconds, responseSeconds: load.responseTime.seconds });
  }
  return loads;
}

/**
 * Nodes for services, for the gateways of the mesh and for what watches them. How large Prometheus is follows from the nodes that it watches, so that both
 * are worked out in turns until neither changes: a node adds far less to it than a node holds.
 */
function nodePlan(
  spec: PlatformSpec,
  cluster: Pick<Cluster, 'services' | 'gateways' | 'tenancy' | 'protect'>,
  zones: number,
  stores: readonly ReservedPods[],
): NodePlan {
  const instance = INSTANCE_TYPES[spec.nodes.instanceType];
  if (!instance) throw new Error(`instance type ${spec.nodes.instanceType} passed the spec but is not known`);
  const node = allocatable(instance, add(nodeAgents(spec), meshAgents(spec)));
  const mesh = controlPlaneReserve(spec);
  const pods = [...cluster.services, ...cluster.gateways];
  const always = add(mesh, {
    millicores: sumOf(stores, ({ requests }) => requests.cpu.millicores),
    bytes: sumOf(stores, ({ requests }) => requests.memory.bytes),
    pods: stores.reduce((sum, { count }) => sum + count, 0),
  });
  const services = { floor: add(reserved(pods, 'floor', spec), always), ceiling: add(reserved(pods, 'ceiling', spec), always) };
  const planWith = (watchers: Reserved): NodePlan => {
    const min = nodesFor(add(services.floor, watchers), node, zones);
    const forCeilings = nodesFor(add(services.ceiling, watchers), node, zones);
    const { max: declared } = spec.nodes;
    const max = declared === undefined ? forCeilings : derived(declared, 'declared', { derived: String(forCeilings.value) }, 'nodes.max');
    return { instanceType: spec.nodes.instanceType, allocatable: node, min, max };
  };
  let plan = planWith({ millicores: 0, bytes: 0, pods: 0 });
  for (;;) {
    const next = planWith(watchersReserve(spec, cluster, monitoringSize({ spec }, { ...cluster, nodes: plan })));
    if (next.max.value <= plan.max.value && next.min.value <= plan.min.value) return next;
    plan = next;
  }
}

/**
 * What all pods reserve at their floor or ceiling. A rolling update or a run of a job adds one pod each; the largest
 * roll-out has its whole second set, since they seldom meet.
 */
function reserved(services: readonly PlacedService[], at: 'floor' | 'ceiling', spec: PlatformSpec): Reserved {
  const of = ({ resources, proxy }: Workload, pods: number): Reserved => {
    // A gateway is a proxy, and has none beside it.
    const sidecar = proxy ? NO_SIDECAR : sidecarReserve(spec);
    return {
      millicores: pods * (resources.requests.cpu.millicores + sidecar.millicores),
      bytes: pods * (resources.requests.memory.bytes + sidecar.bytes),
      pods,
    };
  };
  const running = services.map(({ workload }) => of(workload, (workload.scaling?.[at].value ?? 0) + 1));
  const beside = services
    .filter(({ workload: { rollout } }) => rollout.strategy !== 'rolling')
    .map(({ workload }) => of(workload, surgePods(workload.rollout, workload.scaling?.[at].value ?? 0)))
    .sort((a, b) => b.millicores - a.millicores);
  return [...running, ...beside.slice(0, 1)].reduce(add, { millicores: 0, bytes: 0, pods: 0 });
}

const NO_SIDECAR = { millicores: 0, bytes: 0 };

const add = (a: Reserved, b: Reserved): Reserved => ({
  millicores: a.millicores + b.millicores,
  bytes: a.bytes + b.bytes,
  pods: a.pods + b.pods,
});
