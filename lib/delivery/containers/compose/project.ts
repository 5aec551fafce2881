import { dump } from 'js-yaml';
import { databasePort, namespaceName, type Platform } from '../../../model';
import { type ContainerFacts, factsOf, servicesOf } from '../facts';
import { composeDatabase } from './database';
import { awaitedOf } from './dependencies';
import { engineOf } from './engines';
import { hostPorts, type Wanted } from './host-ports';
import { literal } from './local-values';
import { askedBy, type BuildSource, type Condition, composeService, healthOf, type Surroundings } from './service';

/** What a Compose file holds. */
export interface Scope {
  readonly services: readonly string[];
  /** Where the sources of a service are; undefined to pull its image. */
  readonly build: (service: string) => BuildSource | undefined;
}

/** A Compose file and the variables that it asks from .env. */
export interface ComposeProject {
  readonly yaml: string;
  readonly variables: readonly string[];
}

/** Services with their databases on one machine, for development. */
export function composeProject(platform: Platform, scope: Scope): ComposeProject {
  const { spec, graph } = platform;
  const chosen = servicesOf(platform).filter(([name]) => scope.services.includes(name));
  const facts = new Map(chosen.map(([name, service]) => [name, factsOf(name, service, spec)]));
  const databases = [...new Set(chosen.flatMap(([, service]) => service.databases))].sort().flatMap((name) => {
    const database = spec.databases[name];
    if (!database) return [];
    const port = databasePort(database);
    return [{ name, host: databaseHost(name, facts), port, engine: engineOf(name, database, port) }];
  });
  const hostPort = hostPortsOf([...facts.values()], databases);

  const surroundings = new Map(
    chosen.map(([name, service]): [string, Surroundings] => [
      name,
      {
        build: scope.build(name),
        hostPort: (port) => hostPort(name, port),
        others: [...facts.values()]
          .filter((other) => other.name !== name)
          .map((other) => ({ ...other, namespace: namespaceName(platform.name) })),
        databases: new Map(databases.map((each) => [each.name, each])),
        dependsOn: new Map<string, Condition>([
          ...awaitedOf(name, graph).flatMap((callee) => conditionOn(callee, chosen, facts)),
          ...databases.filter((each) => service.databases.includes(each.name)).map(({ host }) => [host, 'service_healthy'] as const),
        ]),
        files: new Map(
          Object.keys(service.config?.files ?? {})
            .sort()
            .map((file, index) => [file, `${name}-${index + 1}`]),
        ),
      },
    ]),
  );

  const services = chosen.flatMap(([name, service]) => {
    const [own, around] = [facts.get(name), surroundings.get(name)];
    return own && around ? [[name, composeService(own, service, around)] as const] : [];
  });
  const configs = chosen.flatMap(([name, service]) =>
    [...(surroundings.get(name)?.files ?? [])].map(([file, config]) => [config, { content: literal(service.config?.files?.[file] ?? '') }]),
  );
  const file = {
    name: platform.name,
    services: {
      ...Object.fromEntries(services),
      ...Object.fromEntries(
        databases.map(({ name, host, engine, port }) => [host, composeDatabase(name, engine, port, hostPort(host, port))]),
      ),
    },
    ...(databases.length > 0 ? { volumes: Object.fromEntries(databases.map(({ name }) => [name, {}])) } : {}),
    ...(configs.length > 0 ? { configs: Object.fromEntries(configs) } : {}),
  };
  const variables = [
    ...databases.flatMap(({ engine }) => engine.asked),
    ...chosen.flatMap(([name, service]) => {
      const around = surroundings.get(name);
      return around ? askedBy(name, service, around) : [];
    }),
  ];
  return { yaml: dump(file, { lineWidth: -1, noRefs: true, noArrayIndent: true }), variables: [...new Set(variables)].sort() };
}

/** A database goes by its name, unless a service has it. */
const databaseHost = (name: string, services: ReadonlyMap<string, ContainerFacts>) => (services.has(name) ? `${name}-database` : name);

function conditionOn(
  callee: string,
  chosen: ReturnType<typeof servicesOf>,
  facts: ReadonlyMap<string, ContainerFacts>,
): (readonly [string, Condition])[] {
  const service = chosen.find(([name]) => name === callee)?.[1];
  const own = facts.get(callee);
  if (!service || !own) return [];
  return [[callee, healthOf(own, service) ? 'service_healthy' : 'service_started']];
}

function hostPortsOf(
  services: readonly ContainerFacts[],
  databases: readonly { readonly host: string; readonly port: number }[],
): (container: string, port: number) => number {
  const wanted: Wanted[] = [
    ...services.flatMap(({ name, ports }) => ports.map(({ port }) => ({ container: name, port }))),
    ...databases.map(({ host, port }) => ({ container: host, port })),
  ];
  const given = new Map([...hostPorts(wanted)].map(([{ container, port }, host]) => [`${container}:${port}`, host]));
  return (container, port) => given.get(`${container}:${port}`) ?? port;
}
