import type { ServiceSpec } from '../../../spec';
import { type Patience, patienceOf } from '../dockerfile/health';
import type { ContainerFacts } from '../facts';
import { recipeOf } from '../languages';
import { hardened, LOOPBACK } from './hardening';
import { envVariable, fromEnv, literal, localValue, type Reachable } from './local-values';

/** How Compose builds an image. */
export interface BuildSource {
  readonly context: string;
  readonly dockerfile?: string;
}

export type Condition = 'service_healthy' | 'service_started';

/** What stands around a service in its Compose file. */
export interface Surroundings {
  /** Undefined when the declared image is pulled. */
  readonly build?: BuildSource;
  readonly hostPort: (port: number) => number;
  readonly others: readonly Reachable[];
  /** Local address of each database. */
  readonly databases: ReadonlyMap<string, { readonly host: string; readonly port: number }>;
  readonly dependsOn: ReadonlyMap<string, Condition>;
  /** Names of its files among the configs of the Compose file. */
  readonly files: ReadonlyMap<string, string>;
}

/** One service as Compose runs it. */
export const composeService = (facts: ContainerFacts, service: ServiceSpec, around: Surroundings) => {
  const { others, build, dependsOn, files, hostPort } = around;
  const environment = { ...declared(service, others), ...secretValues(facts.name, service, around) };
  const health = healthOf(facts, service);
  return {
    ...(build ? { build } : { image: imageOf(service) }),
    ...(service.command ? { entrypoint: service.command.map(literal) } : {}),
    ...(service.args ? { command: service.args.map(literal) } : {}),
    // A job runs when it is asked to: docker compose run.
    ...(service.schedule ? { profiles: ['jobs'] } : {}),
    // Answers the first signal for a program that does not: process 1 has no default for it.
    init: true,
    ...hardened(facts.user, facts.writable),
    ...(Object.keys(environment).length > 0 ? { environment } : {}),
    ...(files.size > 0 ? { configs: [...files].map(([target, source]) => ({ source, target })) } : {}),
    ...(facts.ports.length > 0
      ? { ports: facts.ports.map(({ port, protocol }) => `${LOOPBACK}:${hostPort(port)}:${port}${protocol === 'udp' ? '/udp' : ''}`) }
      : {}),
    ...(health ? { healthcheck: healthcheck(health.command, health.patience) } : {}),
    ...(dependsOn.size > 0 ? { depends_on: Object.fromEntries([...dependsOn].map(([name, condition]) => [name, { condition }])) } : {}),
  };
};

const imageOf = ({ image, digest = image.digest }: ServiceSpec) =>
  `${image.repository}${image.tag ? `:${image.tag}` : ''}${digest ? `@${digest}` : ''}`;

const declared = (service: ServiceSpec, others: readonly Reachable[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service.config?.env ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([variable, value]) => [variable, literal(localValue(value, others))]),
  );

/** The address of a database is no secret here; anything else is asked from .env. */
const secretValues = (name: string, { secrets }: ServiceSpec, { databases }: Surroundings): Record<string, string> =>
  Object.fromEntries(
    Object.entries(secrets)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([variable, { database, property = 'address' }]) => {
        const local = database === undefined ? undefined : addressPart(databases.get(database), property);
        return [variable, local ?? fromEnv(envVariable(name, variable))];
      }),
  );

const addressPart = (at: { host: string; port: number } | undefined, property: string): string | undefined =>
  at && { address: `${at.host}:${at.port}`, host: at.host, port: String(at.port) }[property];

/** Variables of .env that a service asks for. */
export const askedBy = (name: string, service: ServiceSpec, around: Surroundings): string[] =>
  Object.entries(secretValues(name, service, around)).flatMap(([variable, value]) =>
    value === fromEnv(envVariable(name, variable)) ? [envVariable(name, variable)] : [],
  );

/** The check of the image that we build; of any other image only a declared command is sure to be there. */
export function healthOf(
  facts: ContainerFacts,
  { build, probe }: ServiceSpec,
): { readonly command: readonly string[]; readonly patience: Patience } | undefined {
  if (!facts.probes) return undefined;
  const patience = patienceOf(facts.probes);
  if (probe?.exec) return { command: probe.exec, patience };
  if (!build || build.dockerfile !== undefined) return undefined;
  const { health } = recipeOf(build, facts);
  return 'command' in health ? { command: health.command, patience } : undefined;
}

const healthcheck = (command: readonly string[], { interval, timeout, startPeriod, retries }: Patience) => ({
  test: ['CMD', ...command.map(literal)],
  interval,
  timeout,
  start_period: startPeriod,
  retries,
});
