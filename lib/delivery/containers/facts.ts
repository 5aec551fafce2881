import { type Platform, type Port, type Probes, probes } from '../../model';
import type { BuildSpec, PlatformSpec, ServiceSpec } from '../../spec';

/** What the container of a service follows from; the manifests take user and ports from the same declaration. */
export interface ContainerFacts {
  readonly name: string;
  readonly user: number;
  /** In the order of their numbers. */
  readonly ports: readonly Port[];
  readonly probes?: Probes;
  /** Folders that the process writes to. */
  readonly writable: readonly string[];
  /** Web address of the repository that it is built from. */
  readonly source: string;
}

/** The facts of a declared service. */
export function factsOf(name: string, service: ServiceSpec, { repository }: PlatformSpec): ContainerFacts {
  const ports = Object.entries(service.ports)
    .map(([port, { port: number, servicePort = number, protocol }]) => ({ name: port, port: number, servicePort, protocol }))
    .sort((a, b) => a.port - b.port);
  return {
    name,
    user: service.user,
    ports,
    probes: service.probe && probes(service.probe, ports),
    writable: service.writable,
    source: webAddress(repository),
  };
}

/** The address that people open: OCI wants a URL to the source, and Git reads other forms as well (OCI image spec, annotations). */
const webAddress = (repository: string) =>
  repository
    .replace(/^git@([^:]+):/, 'https://$1/')
    .replace(/^ssh:\/\/(?:[^@/]+@)?/, 'https://')
    .replace(/\.git$/, '');

/** Folder of the sources below the root of their repository, `.` for the root itself; as Git names folders. */
export const contextOf = ({ context = '.' }: BuildSpec) => context.replace(/^(\.\/)+/, '').replace(/\/+$/, '') || '.';

/** Services by name, in the order of their names. */
export const servicesOf = ({ spec }: Platform): readonly (readonly [string, ServiceSpec])[] =>
  Object.entries(spec.services).sort(([a], [b]) => (a < b ? -1 : 1));
