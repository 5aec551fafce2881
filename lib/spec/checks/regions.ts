import { cidr, overlaps } from '../scalars';
import { type Check, type Finding, list, maps, read, record } from './check';

const ROLES = ['primary', 'recovery'] as const;
const block = cidr('');

/** Regions are two different ones, zones lie in their region, and address blocks that meet do not overlap. */
export const regionsFit: Check = (data) => {
  const platform = record(data);
  const regions = record(platform.regions);
  const primary = record(regions.primary);
  const recovery = record(regions.recovery);
  const findings: Finding[] = ROLES.flatMap((role) => zones(record(regions[role]), role));

  if (primary.name !== undefined && primary.name === recovery.name) {
    findings.push({
      path: ['regions', 'recovery', 'name'],
      expected: 'another region than the primary; it is to survive the loss of that one',
    });
  }
  for (const [name, environment] of maps(platform.environments)) {
    const roles = list(environment.regions);
    if (roles.includes('recovery') && regions.recovery === undefined) {
      findings.push({
        path: ['environments', name, 'regions'],
        found: 'the role recovery',
        expected: 'a region that is declared',
        fix: 'declare regions.recovery, or run in primary only',
      });
    }
    roles.forEach((role, i) => {
      if (roles.indexOf(role) < i) findings.push({ path: ['environments', name, 'regions', i], expected: 'each region once' });
    });
    if (roles.includes('primary') && roles.includes('recovery')) findings.push(...overlap(environment, regions, name));
  }
  return findings;
};

function zones(region: Record<string, unknown>, role: string): Finding[] {
  return list(region.zones).flatMap((zone, i, all): Finding[] => {
    const path = ['regions', role, 'zones', i];
    if (typeof zone !== 'string' || typeof region.name !== 'string') return [];
    if (all.indexOf(zone) < i) return [{ path, expected: 'each zone once' }];
    return zone.startsWith(region.name)
      ? []
      : [{ path, expected: `a zone of ${region.name}`, fix: `did you mean ${region.name}${zone.at(-1)}?` }];
  });
}

function overlap(environment: Record<string, unknown>, regions: Record<string, unknown>, name: string): Finding[] {
  const [primary, recovery] = ROLES.map((role) => read(block, record(environment.cidrs)[role] ?? record(regions[role]).cidr));
  if (!primary || !recovery || !overlaps(primary, recovery)) return [];
  const own = record(environment.cidrs).recovery !== undefined;
  return [
    {
      path: own ? ['environments', name, 'cidrs', 'recovery'] : ['regions', 'recovery', 'cidr'],
      found: `${recovery.text}, which overlaps ${primary.text} of the primary region in ${name}`,
      expected: 'disjoint blocks in regions that are peered',
      fix: 'move one of the two, for example to 10.1.0.0/16',
    },
  ];
}
