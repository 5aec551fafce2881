import { type Cidr, cidrAt, size } from '../spec';

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
}

/**
 * Cuts a VPC into subnets. The block is halved three times: eighths 0, 1 and 2 are the private subnets of the zones
 * (pods take an address each, so they are the largest), 3 to 5 stay free for growth, 6 holds the public and 7 the data
 * subnets, an eighth of it each. A subnet keeps its block when a zone is added.
 */
export function networkPlan(cidr: Cidr, zones: readonly string[]): NetworkPlan {
  const eighth = size(cidr) / 8;
  const part = eighth / 8;
  const at = (base: number, prefix: number) => cidrAt(base, prefix);
  return {
    cidr,
    zones: zones.map((zone, i) => ({
      zone,
      private: at(cidr.base + i * eighth, cidr.prefix + 3),
      public: at(cidr.base + 6 * eighth + i * part, cidr.prefix + 6),
      data: at(cidr.base + 7 * eighth + i * part, cidr.prefix + 6),
    })),
  };
}
