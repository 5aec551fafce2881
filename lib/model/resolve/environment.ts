import type { EnvironmentSpec, PlatformSpec, ServiceSpec } from '../../spec';

/** Services as one environment runs them: overrides applied, the ones that are switched off left out. */
export function servicesOf(spec: PlatformSpec, environment: EnvironmentSpec): ReadonlyMap<string, ServiceSpec> {
  const entries = Object.entries(spec.services)
    .filter(([name]) => environment.services[name]?.enabled !== false)
    .map(([name, service]) => [name, override(service, environment.services[name])] as const);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Load, replicas and configuration are merged key by key; image, resources and rollout are replaced. */
function override(service: ServiceSpec, own: EnvironmentSpec['services'][string] | undefined): ServiceSpec {
  if (!own) return service;
  return {
    ...service,
    // Another image has another digest.
    ...(own.image ? { image: own.image, digest: own.digest } : own.digest ? { digest: own.digest } : {}),
    ...(own.resources ? { resources: own.resources } : {}),
    ...(own.rollout ? { rollout: own.rollout } : {}),
    ...(own.load ? { load: { ...service.load, ...own.load } } : {}),
    ...(own.replicas ? { replicas: { ...service.replicas, ...own.replicas } } : {}),
    ...(own.config
      ? { config: { env: { ...service.config?.env, ...own.config.env }, files: { ...service.config?.files, ...own.config.files } } }
      : {}),
  };
}
