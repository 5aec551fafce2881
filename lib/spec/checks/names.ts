import { quote } from '../issue';
import { DEFAULT_TIERS } from '../schema/recovery';
import { type Check, isRecord, list, maps, record, services, unknownName } from './check';

/** Every name that is used is declared: tiers, callees, databases, services of environments. */
export const namesAreDeclared: Check = (data) => {
  const platform = record(data);
  const serviceNames = Object.keys(record(platform.services));
  const databaseNames = Object.keys(record(platform.databases));
  const tierNames = Object.keys(platform.tiers === undefined ? DEFAULT_TIERS : record(platform.tiers));
  const tier = (value: unknown) => (typeof value === 'number' ? String(value) : value);

  const ofServices = services(data).flatMap(([name, service]) => {
    const at = (...path: PropertyKey[]) => ['services', name, ...path];
    const called = new Set<unknown>();
    return [
      ...(service.tier === undefined ? [] : unknownName(at('tier'), tier(service.tier), tierNames, 'tier')),
      ...list(service.calls).flatMap((call, i) => {
        const callee = isRecord(call) ? call.service : call;
        const path = isRecord(call) ? at('calls', i, 'service') : at('calls', i);
        if (callee === name) return [{ path, expected: 'another service; a service does not call itself', fix: 'remove it' }];
        const earlier = called.has(callee);
        called.add(callee);
        if (earlier && callee !== undefined) return [{ path, expected: 'each called service once', fix: 'remove one of the two' }];
        return unknownName(path, callee, serviceNames, 'service');
      }),
      ...list(service.databases).flatMap((database, i) => unknownName(at('databases', i), database, databaseNames, 'database')),
    ];
  });
  const ofDatabases = maps(platform.databases).flatMap(([name, database]) =>
    database.tier === undefined ? [] : unknownName(['databases', name, 'tier'], tier(database.tier), tierNames, 'tier'),
  );
  const ofEnvironments = maps(platform.environments).flatMap(([name, environment]) =>
    Object.keys(record(environment.services)).flatMap((service) =>
      unknownName(['environments', name, 'services', service], service, serviceNames, 'service').map((finding) => ({
        ...finding,
        atKey: true,
        found: `the service ${quote(service)}`,
      })),
    ),
  );
  return [...ofServices, ...ofDatabases, ...ofEnvironments];
};
