import type { PlatformSpec } from '../../spec';
import type { Cluster, Platform } from '../platform';

/** The environment that customers know: it has the domain itself. */
function ownerOf({ spec, clusters }: Pick<Platform, 'spec' | 'clusters'>): string | undefined {
  const names = Object.keys(spec.environments);
  const isProtected = (name: string) => clusters.some(({ environment, protect }) => environment === name && protect);
  return spec.traffic.environment ?? names.find(isProtected) ?? names.at(-1);
}

/** Domain of an environment, and name of its zone. */
export const environmentDomain = (platform: Pick<Platform, 'spec' | 'clusters'>, environment: string) =>
  environment === ownerOf(platform) ? platform.spec.domain : `${environment}.${platform.spec.domain}`;

/**
 * Host of a public service in an environment: `api.shop.example.com` is `api.staging.shop.example.com` in staging. Undefined where
 * the declared host lies outside the platform's domain, which one environment only can have.
 */
export function publicHost(platform: Pick<Platform, 'spec' | 'clusters'>, environment: string, service: string): string | undefined {
  const { spec } = platform;
  const host = declaredHost(spec, service);
  if (environment === ownerOf(platform)) return host;
  if (host === spec.domain) return environmentDomain(platform, environment);
  const suffix = `.${spec.domain}`;
  return host.endsWith(suffix) ? `${host.slice(0, -suffix.length)}.${environmentDomain(platform, environment)}` : undefined;
}

const declaredHost = (spec: PlatformSpec, service: string) => spec.services[service]?.public?.host ?? spec.domain;

/** Whether a host can be answered from the zone of an environment. */
export const isInZone = (host: string, zone: string) => host === zone || host.endsWith(`.${zone}`);

/** Name of a host in one region, whichever serves: what health checks ask, and what failover records point at. */
export const regionalHost = ({ region }: Pick<Cluster, 'region'>, host: string) => `${region}.${host}`;

/** Where CloudFront finds the region that serves a host. */
export const originHost = (host: string) => `origin.${host}`;
