import { type Cidr, cidrAt, size, type TierSpec } from '../spec';
import { type Derived, derived } from './derived';

/** Subnets of one zone. */
export interface ZoneSubnets {
  readonly zone: string;
  /** Nodes and pods. */
  readonly private: Cidr;
  /** Load balancers and NAT gateways. */
  readonly public: Cidr;
  /** Databases. */
  readonly data: Cidr;
}

/** Address plan of a VPC. */
export interface NetworkPlan {
  readonly cidr: Cidr;
  readonly zones: readonly ZoneSubnets[];
  /** Block that holds the private subnets of every zone, now and when one is added. */
  readonly pods: Cidr;
  /** Ways out to the internet: a NAT gateway in each zone, or one for all. */
  readonly nat: Derived<NatGateways>;
}

export type NatGateways = 'eachZone' | 'one';

/** Time in which a person notices that the zone of the only NAT gateway is gone, and routes around it. Assumption. */
const REROUTE_SECONDS = 2 * 3600;

/** A NAT gateway for all zones is a third of the price, and takes the way out of all of them along with its own zone. */
export function natGateways(tiers: readonly TierSpec[]): Derived<NatGateways> {
  const strictest = Math.min(...tiers.map(({ rto }) => rto.seconds));
  return derived(
    strictest < REROUTE_SECONDS ? 'eachZone' : 'one',
    'one for all zones where the strictest RTO leaves time to route around a lost zone by hand',
    { 'strictest RTO': tiers.length > 0 ? `${strictest} s` : 'none', 'routing by hand': `${REROUTE_SECONDS} s` },
    'tiers of the services; a NAT gateway lives in one zone (VPC User Guide, NAT gateway basics)',
  );
}

/**
 * Cuts a VPC into subnets. The block is halved three times: eighths 0, 1 and 2 are the private subnets of the zones
 * (pods take an address each, so they are the largest), 3 to 5 stay free for growth, 6 holds the public and 7 the data
 * subnets, an eighth of it each. A subnet keeps its block when a zone is added.
 */
export function networkPlan(cidr: Cidr, zones: readonly string[], nat: Derived<NatGateways>): NetworkPlan {
  const eighth = size(cidr) / 8;
  const part = eighth / 8;
  const at = (base: number, prefix: number) => cidrAt(base, prefix);
  return {
    cidr,
    nat,
    pods: at(cidr.base, cidr.prefix + 1),
    zones: zones.map((zone, i) => ({
      zone,
      private: at(cidr.base + i * eighth, cidr.prefix + 3),
      public: at(cidr.base + 6 * eighth + i * part, cidr.prefix + 6),
      data: at(cidr.base + 7 * eighth + i * part, cidr.prefix + 6),
    })),
  };
}

/** Names of what Terraform makes of an address plan: the tag `Name`, by which another stack finds it without reading a state. */
export const networkNames = {
  vpc: (cluster: string) => cluster,
  /** Routes of pods and nodes in a zone. */
  privateRoutes: (cluster: string, zone: string) => `${cluster}-private-${zone}`,
  /** Network ACL of the data subnets, whose first rule a failover closes. */
  dataAcl: (cluster: string) => `${cluster}-data`,
} as const;

/** Zone of names that only the VPCs of an environment know; `internal` is kept out of the public tree (ICANN, 2024). */
export const privateDomain = (platform: string, environment: string) => `${environment}.${platform}.internal`;
