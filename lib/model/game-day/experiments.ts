import { type ManagedDatabase, managedDatabases } from '../databases';
import { databaseArn } from '../names';
import type { Cluster, Platform } from '../platform';
import { failoverPlan } from '../recovery';

/** What a person may start on a game day. */
export type ExperimentName = 'region-dark' | 'nodes' | 'databases' | 'caches';

/** What a fault meets, in the words of AWS FIS: a kind of resource, and which of them. */
export interface FaultTarget {
  /** Key by which the action takes it. */
  readonly key: string;
  readonly resourceType: string;
  readonly which:
    | { readonly by: 'arns'; readonly arns: readonly string[] }
    | { readonly by: 'tags'; readonly tags: Readonly<Record<string, string>> }
    | { readonly by: 'subnets'; readonly subnets: 'private' | 'data' };
  readonly parameters?: Readonly<Record<string, string>>;
}

/** One action of an experiment; all of them begin at once. */
export interface Fault {
  /** Letters, digits and dashes: unique in its experiment. */
  readonly name: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly target: FaultTarget;
}

/** An experiment of one region. */
export interface Experiment {
  readonly name: ExperimentName;
  readonly describes: string;
  readonly faults: readonly Fault[];
  /** How long the faults last, in minutes. What is over at once counts as the time in which everything must be well again. */
  readonly minutes: number;
  /** The longest that users may be without the environment meanwhile, in seconds. */
  readonly withinSeconds: number;
}

/** Minutes for which a zone stays away, and in which what was taken away must have come back. Assumption. */
const ZONE_MINUTES = 10;
/** What a zone of three holds, in per cent. */
const ZONE_PERCENT = 33;
/**
 * Least and most minutes of an experiment. FIS takes a minute to twelve hours (FIS User Guide, actions reference), but the credentials of a
 * pipeline that watches last for an hour (IAM User Guide, role chaining and sessions: the default of a role), of which it needs some before
 * and after.
 */
const MINUTES = { least: 1, most: 45 } as const;

/** Whether faults may be injected into an environment. */
export const hasGameDay = ({ spec }: Pick<Platform, 'spec'>, environment: string): boolean =>
  spec.environments[environment]?.gameDay === true;

/** The experiments of a region. What it has none of is left out. */
export function experiments(platform: Platform, cluster: Cluster): readonly Experiment[] {
  const databases = managedDatabases(platform, cluster);
  const all = [
    regionDark(platform, cluster),
    nodes(platform, cluster),
    servers(platform, cluster, databases),
    caches(platform, cluster, databases),
  ];
  return all.filter((experiment) => experiment !== undefined);
}

/** The strictest promise of what runs there, in seconds. */
const strictest = ({ spec: { tiers } }: Platform, { services }: Cluster): number =>
  Math.min(...services.map(({ tier }) => tiers[tier]?.rto.seconds ?? Number.POSITIVE_INFINITY));

/**
 * No packet gets into or out of the subnets of pods and databases: what is lost when a region is, while its control planes go on. It lasts
 * as long as the failover may take: when that is over, users are served from the other region, or the fault ends and they are served as
 * before. Only where there is another region.
 */
function regionDark(platform: Platform, cluster: Cluster): Experiment | undefined {
  const plan = failoverPlan(platform, cluster.environment);
  if (!plan) return undefined;
  const minutes = Math.min(MINUTES.most, Math.max(MINUTES.least, Math.ceil(plan.rtoSeconds / 60)));
  const isolate = (subnets: 'private' | 'data'): Fault => ({
    name: `isolate-${subnets}`,
    action: 'aws:network:disrupt-connectivity',
    parameters: { duration: `PT${minutes}M`, scope: 'all' },
    target: { key: 'Subnets', resourceType: 'aws:ec2:subnet', which: { by: 'subnets', subnets } },
  });
  return {
    name: 'region-dark',
    describes:
      cluster.role === 'primary'
        ? `${cluster.region} is cut off: the failover to ${plan.recovery.region} must serve users`
        : `${cluster.region} is cut off: no user may notice`,
    faults: [isolate('private'), isolate('data')],
    minutes,
    withinSeconds: strictest(platform, cluster),
  };
}

/** As many nodes as a zone holds go at once, without notice. */
const nodes = (platform: Platform, cluster: Cluster): Experiment => ({
  name: 'nodes',
  describes: `a third of the nodes of ${cluster.name} is gone at once`,
  faults: [
    {
      name: 'terminate-nodes',
      action: 'aws:eks:terminate-nodegroup-instances',
      parameters: { instanceTerminationPercentage: String(ZONE_PERCENT) },
      // The ARN of a node group has an id that AWS chooses.
      target: { key: 'Nodegroups', resourceType: 'aws:eks:nodegroup', which: { by: 'tags', tags: ownTags(platform, cluster) } },
    },
  ],
  minutes: ZONE_MINUTES,
  withinSeconds: strictest(platform, cluster),
});

/** Servers of PostgreSQL change to their standby in another zone. DocumentDB is left out: FIS speaks of Aurora and RDS only. */
function servers(platform: Platform, cluster: Cluster, databases: readonly ManagedDatabase[]): Experiment | undefined {
  const faults = databases.flatMap((database): Fault[] => {
    const { name, product, server, role } = database;
    if (product === 'rds')
      return [
        {
          name: `reboot-${name}`,
          action: 'aws:rds:reboot-db-instances',
          parameters: { forceFailover: 'true' },
          target: { key: 'DBInstances', resourceType: 'aws:rds:db', which: { by: 'arns', arns: [databaseArn('db', cluster, server)] } },
        },
      ];
    // A part of a global database that follows has one instance, and nothing to change to.
    if (product !== 'aurora' || role === 'copy') return [];
    return [
      {
        name: `fail-over-${name}`,
        action: 'aws:rds:failover-db-cluster',
        parameters: {},
        target: {
          key: 'Clusters',
          resourceType: 'aws:rds:cluster',
          which: { by: 'arns', arns: [databaseArn('cluster', cluster, server)] },
        },
      },
    ];
  });
  if (faults.length === 0) return undefined;
  return {
    name: 'databases',
    describes: `every PostgreSQL of ${cluster.name} changes to its standby`,
    faults,
    minutes: ZONE_MINUTES,
    withinSeconds: strictest(platform, cluster),
  };
}

/** The first zone loses its nodes of Redis, and gets no new ones meanwhile. */
function caches(platform: Platform, cluster: Cluster, databases: readonly ManagedDatabase[]): Experiment | undefined {
  const [zone] = cluster.network.zones;
  const faults = databases
    .filter(({ product }) => product === 'elasticache')
    .map(
      ({ name }): Fault => ({
        name: `zone-of-${name}`,
        action: 'aws:elasticache:replicationgroup-interrupt-az-power',
        parameters: { duration: `PT${ZONE_MINUTES}M` },
        target: {
          key: 'ReplicationGroups',
          resourceType: 'aws:elasticache:replicationgroup',
          // FIS takes replication groups by their tags only.
          which: { by: 'tags', tags: { ...ownTags(platform, cluster), database: name } },
          parameters: { availabilityZoneIdentifier: zone?.zone ?? '' },
        },
      }),
    );
  if (faults.length === 0) return undefined;
  return {
    name: 'caches',
    describes: `every Redis of ${cluster.name} loses its nodes in ${zone?.zone ?? 'a zone'}`,
    faults,
    minutes: ZONE_MINUTES,
    withinSeconds: strictest(platform, cluster),
  };
}

/** What everything of an environment says about itself; targets are looked for in one region. */
const ownTags = ({ name }: Platform, { environment }: Cluster) => ({ platform: name, environment });
