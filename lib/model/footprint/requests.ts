import { INSTANCE_TYPES } from '../../spec';
import { interfaceEndpoints } from '../interface-endpoints';
import type { Cluster, Platform } from '../platform';
import { QUOTAS, type Quota, type QuotaName } from './quotas';
import { databasesOfAws, regionFootprint } from './region';

const GIB_PER_TIB = 1024;

/** A limit of one account and region, and what the platform needs of it at its ceilings. */
export interface RequestedQuota extends Quota {
  readonly account: string;
  readonly region: string;
  readonly needed: number;
  /** Whether an account has to ask for it: before a failover needs it, since an answer takes hours to days. */
  readonly ask: boolean;
  readonly because: string;
}

/** Limits that matter to each account and region, the ones to ask for first. */
export function requestedQuotas(platform: Platform): readonly RequestedQuota[] {
  const places = [...new Set(platform.clusters.map(({ account, region }) => `${account}/${region}`))];
  return places.flatMap((place) => {
    const clusters = platform.clusters.filter(({ account, region }) => `${account}/${region}` === place);
    const [{ account, region } = { account: '', region: '' }] = clusters;
    const needs = needsOf(platform, clusters);
    return (Object.keys(QUOTAS) as QuotaName[])
      .map((name) => {
        const { value, because } = needs[name];
        return { ...QUOTAS[name], account, region, needed: value, ask: value > QUOTAS[name].initial, because };
      })
      .filter(({ needed }) => needed > 0)
      .sort((a, b) => Number(b.ask) - Number(a.ask));
  });
}

interface Need {
  readonly value: number;
  readonly because: string;
}

function needsOf(platform: Platform, clusters: readonly Cluster[]): Readonly<Record<QuotaName, Need>> {
  const total = (of: (cluster: Cluster) => number) => clusters.reduce((sum, cluster) => sum + of(cluster), 0);
  const most = (of: (cluster: Cluster) => number) => Math.max(...clusters.map(of));
  const managed = (cluster: Cluster, engine: string) => databasesOfAws(platform, cluster).filter((database) => database.engine === engine);
  const nodes = total(({ nodes: { max } }) => max.value);
  const replaced = total(replacedAtOnce);
  const gateways = total(({ network }) => (network.nat.value === 'eachZone' ? network.zones.length : 1));
  const redis = total((cluster) => managed(cluster, 'redis').length);
  const postgres = total((cluster) => managed(cluster, 'postgres').length);
  return {
    vcpus: {
      value: total((cluster) => (cluster.nodes.max.value + replacedAtOnce(cluster)) * vcpusOf(cluster)),
      because: `${nodes} nodes at the ceilings of all services, and ${replaced} that an update starts beside them`,
    },
    addresses: { value: gateways, because: 'an address for each NAT gateway' },
    vpcs: { value: clusters.length + 1, because: 'one for each environment, and the default VPC' },
    natGateways: { value: clusters.length, because: 'one in each zone for each environment' },
    endpoints: {
      value: most((cluster) => interfaceEndpoints(platform, cluster).length),
      because: 'services that are reached without the internet',
    },
    volumes: {
      value: Math.ceil(total((cluster) => regionFootprint(platform, cluster).volumesGib.max) / GIB_PER_TIB),
      because: 'disks of nodes, and volumes of what watches them',
    },
    clusters: { value: clusters.length, because: 'one for each environment' },
    groupNodes: { value: most(({ nodes: { max } }) => max.value), because: 'all nodes of a cluster are one group' },
    databases: { value: 2 * postgres, because: 'each database, and the one that a restore test makes beside it' },
    cacheNodes: {
      value: total((cluster) => managed(cluster, 'redis').length * cluster.network.zones.length),
      because: `a node in each zone for ${redis} databases`,
    },
  };
}

const vcpusOf = ({ nodes: { instanceType } }: Cluster) => INSTANCE_TYPES[instanceType]?.vcpus ?? 0;

/** An update first adds nodes: twice as many as zones, or as many as it may replace at once (EKS User Guide, update phases). */
const replacedAtOnce = ({ network, nodes: { max } }: Cluster) => Math.max(2 * network.zones.length, Math.ceil(max.value / 3));
