import type { PlatformSpec, ServiceSpec } from '../../spec';
import type { CallGraph } from '../call-graph';
import type { Scaling } from '../capacity/replicas';
import { defineResources, defineWorkload, versionOf } from '../define-workload';
import { isAmbient, readsRequests } from '../mesh';
import type { NetworkPlan } from '../network';
import { probes } from '../probes';
import type { SecretStore } from '../secrets';
import { agentPeer, otlpVariables, sendsTraces } from '../telemetry';
import type { Port, Workload } from '../workload';
import { externalOf, peersOf, portsOf, storePeers } from './peers';
import { rolloutOf } from './rollout';
import { secretsOf } from './secrets';

/** What a service is part of in one cluster. */
export interface Place {
  readonly spec: PlatformSpec;
  readonly environment: string;
  readonly graph: CallGraph;
  readonly services: ReadonlyMap<string, ServiceSpec>;
  readonly namespace: string;
  readonly network: NetworkPlan;
  readonly secretStore: SecretStore;
  /** Blocks of the other regions of the environment. */
  readonly otherRegions: readonly string[];
}

/** The declared service as a workload of one cluster. */
export function workloadOf(name: string, service: ServiceSpec, scaling: Scaling | undefined, place: Place): Workload {
  const { spec, namespace, network, secretStore } = place;
  const at = { namespace, instance: spec.platform };
  const ports = portsOf(service);
  const metricsPort = ports.find((port) => port.name === service.metrics?.port);
  const { schedule, migration, preStop, command, args, singleton, user, writable } = service;
  const image = { ...service.image, digest: service.digest ?? service.image.digest };
  const team = service.team ?? spec.team ?? spec.platform;
  const traced = sendsTraces(spec, service);
  const arrivalAt = (of: string) => (isAmbient(spec) ? (readsRequests(of, place.services) ? 'waypoint' : 'pods') : undefined);
  const { callers, callees } = peersOf(name, place.graph, place.services, at, arrivalAt);
  return defineWorkload({
    name,
    ...at,
    partOf: spec.platform,
    team,
    image,
    command,
    args,
    user,
    writable,
    ports,
    probes: service.probe ? probes(service.probe, ports) : undefined,
    resources: defineResources(service.resources.requests, service.resources.limits),
    scaling,
    singleton,
    schedule,
    migration: migration && {
      command: migration.command,
      args: migration.args,
      timeoutSeconds: migration.timeout.seconds,
      retries: migration.retries,
    },
    stop: { waitSeconds: preStop.wait.seconds, graceSeconds: preStop.grace.seconds, with: preStop.with },
    // What a service sets itself it knows better.
    env: { ...(traced ? otlpVariables({ name, namespace, version: versionOf(image), team }) : {}), ...service.config?.env },
    files: service.config?.files ?? {},
    secrets: secretsOf(service, spec, place.environment),
    secretStore,
    callers,
    callees: [...callees, ...storePeers(service, spec, at), ...(traced ? [agentPeer(spec.platform)] : [])],
    external: externalOf(service, spec, network),
    public: service.public
      ? { cidrs: network.zones.map((zone) => zone.public.text), ports: publicPorts(service.public.port, ports) }
      : { cidrs: [], ports: [] },
    metrics: metricsPort && service.metrics ? { port: metricsPort, path: service.metrics.path } : undefined,
    mesh: spec.mesh,
    arrival: arrivalAt(name),
    acrossRegions: spec.mesh === 'istio' && place.otherRegions.length > 0 ? place.otherRegions : undefined,
    rollout: rolloutOf(name, service, ports, namespace, spec),
  });
}

function publicPorts(named: string | undefined, ports: readonly Port[]): readonly Port[] {
  const chosen = named
    ? ports.find((port) => port.name === named)
    : ports.find((port) => port.protocol === 'http' || port.protocol === 'grpc');
  return chosen ? [chosen] : [];
}
