import type { Cluster, ManagedDatabase } from '../../model';

/**
 * Instances of one region's part of a cluster. Where it is written to, a second one takes over within seconds. The region that
 * follows keeps one warm: without any, a failover would wait ten minutes and more for the first (Aurora User Guide, headless
 * secondary clusters).
 */
export const MEMBERS: Readonly<Record<ManagedDatabase['role'], number>> = { source: 2, alone: 2, copy: 1 };

/** An instance of a cluster by its number, from 1: each in a zone of its own. */
export function memberOf(server: string, { network: { zones } }: Cluster, member: number) {
  const zone = zones[(member - 1) % zones.length]?.zone;
  return { id: `instance-${member}`, identifier: `${server}-${member}`, ...(zone === undefined ? {} : { zone }) };
}
