import { type Cluster, minimumReplicas, type Platform } from '../../model';
import { overlaps } from '../../spec';
import type { LayeredRule, PlatformBreach } from '../rule';
import { networksOf } from '../terraform/networks';

/** A lost zone leaves one; tier 1 still has two then, so that work on one of them is no outage. */
const ZONES = { any: 2, strict: 3 } as const;

export const x12Network: LayeredRule = {
  id: 'X12',
  severity: 'error',
  subject: 'regions of an environment, aws_vpc and its subnets',
  over: 'layers',
  why: 'Regions with overlapping addresses cannot be peered, so data cannot be replicated; with too few zones the loss of one is an outage.',
  mend: 'give each region a block of its own and three zones',
  platform: (platform) => [
    ...platform.clusters.flatMap((cluster, i) => platform.clusters.slice(i + 1).flatMap((other) => shared(platform, cluster, other))),
    ...platform.clusters.flatMap((cluster) => zones(platform, cluster)),
  ],
  terraform: networksOf,
};

function shared(platform: Platform, a: Cluster, b: Cluster): PlatformBreach[] {
  if (a.environment !== b.environment || !overlaps(a.network.cidr, b.network.cidr)) return [];
  return [
    {
      subject: a.environment,
      path: cidrPath(platform, b),
      message: `the blocks of ${a.region} (${a.network.cidr.text}) and ${b.region} (${b.network.cidr.text}) overlap`,
      fix: `give ${b.region} a block that shares no address with ${a.network.cidr.text}`,
    },
  ];
}

const cidrPath = ({ spec }: Platform, { environment, role }: Cluster) =>
  spec.environments[environment]?.cidrs?.[role] ? ['environments', environment, 'cidrs', role] : ['regions', role, 'cidr'];

function zones({ spec }: Platform, cluster: Cluster): PlatformBreach[] {
  const strict = cluster.services.find(({ tier }) => {
    const found = spec.tiers[tier];
    return found !== undefined && minimumReplicas(found) >= ZONES.strict;
  });
  const required = strict ? ZONES.strict : ZONES.any;
  const count = cluster.network.zones.length;
  if (count >= required) return [];
  return [
    {
      subject: `${cluster.environment}/${cluster.region}`,
      path: ['regions', cluster.role, 'zones'],
      message: `${cluster.region} has ${count} ${count === 1 ? 'zone' : 'zones'}; ${strict ? `${strict.workload.name} (tier ${strict.tier})` : 'a region'} needs ${required}`,
      fix: `name ${required} zones of ${cluster.region}`,
    },
  ];
}
