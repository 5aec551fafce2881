import type { DatabaseSpec, PlatformSpec, ServiceSpec } from '../../spec';
import type { CallGraph } from '../call-graph';
import type { NetworkPlan } from '../network';
import { isStore } from '../stores/kind';
import type { Arrival, ExternalPeer, Peer, Port } from '../workload';

/** Ports that the engines listen on when nothing else is declared. */
const ENGINE_PORTS = { postgres: 5432, mongodb: 27017, redis: 6379 } as const;

/** A host has addresses that change; who may reach it by name only needs a mesh. */
const ANYWHERE = '0.0.0.0/0';

export const databasePort = (database: DatabaseSpec) => database.port ?? ENGINE_PORTS[database.engine];

export const portsOf = (service: ServiceSpec): readonly Port[] =>
  Object.entries(service.ports).map(([name, { port, servicePort, protocol }]) => ({
    name,
    port,
    servicePort: servicePort ?? port,
    protocol,
  }));

/** Who calls a service and on which of its ports, and whom it calls: the two ends of the same edges. */
export function peersOf(
  name: string,
  graph: CallGraph,
  services: ReadonlyMap<string, ServiceSpec>,
  at: { namespace: string; instance: string },
  arrivalAt: (service: string) => Arrival | undefined = () => undefined,
) {
  const portsAt = (callee: string, wanted: readonly string[]): readonly Port[] => {
    const service = services.get(callee);
    return service ? portsOf(service).filter((port) => wanted.length === 0 || wanted.includes(port.name)) : [];
  };
  const callers: Peer[] = graph.calls
    .filter((call) => call.callee === name)
    .map((call) => ({ name: call.caller, ...at, ports: portsAt(name, call.ports), arrival: arrivalAt(call.caller) }));
  const callees: Peer[] = graph.calls
    .filter((call) => call.caller === name)
    .map((call) => ({ name: call.callee, ...at, ports: portsAt(call.callee, call.ports), arrival: arrivalAt(call.callee) }));
  return { callers, callees };
}

/** Databases in pods of the cluster that a service uses. */
export const storePeers = (
  service: ServiceSpec,
  { databases }: PlatformSpec,
  at: { namespace: string; instance: string },
): readonly Peer[] =>
  service.databases.flatMap((name) => {
    const database = databases[name];
    if (!database || !isStore(database)) return [];
    const port = databasePort(database);
    return [{ name, ...at, ports: [{ name: database.engine, port, servicePort: port, protocol: 'tcp' as const }] }];
  });

/** Addresses outside the cluster: managed databases in the data subnets, and what is declared under egress. */
export function externalOf(service: ServiceSpec, spec: PlatformSpec, network: NetworkPlan): readonly ExternalPeer[] {
  const databases = service.databases.flatMap((name) => {
    const database = spec.databases[name];
    if (database?.placement !== 'managed') return [];
    return network.zones.map((zone) => ({
      cidr: zone.data.text,
      protocol: 'tcp' as const,
      ports: [databasePort(database)],
      because: `database ${name}`,
    }));
  });
  const declared = service.egress.map(({ cidr, host, protocol = host === undefined ? 'tcp' : 'tls', ports, because }) => ({
    cidr: cidr?.text ?? ANYWHERE,
    host,
    protocol,
    ports,
    because,
  }));
  return [...databases, ...declared];
}
