import { REGION_SETS } from '../region-sets';
import { type Check, record } from './check';

/** The witness of the lock is a third region, of a set with the two others. */
export const failoverFits: Check = (data) => {
  const { failover, regions } = record(data);
  const { witness } = record(failover);
  const [primary, recovery] = ['primary', 'recovery'].map((role) => record(record(regions)[role]).name);
  if (typeof witness !== 'string' || typeof primary !== 'string') return [];
  const path = ['failover', 'witness'];
  if (typeof recovery !== 'string') {
    return [
      {
        path,
        expected: 'a second region, whose failover it would decide',
        fix: 'declare regions.recovery, or remove the witness',
      },
    ];
  }
  if (witness === primary || witness === recovery) {
    const role = witness === primary ? 'primary' : 'recovery';
    return [
      {
        path,
        found: `${witness}, the ${role} region`,
        expected: 'a third region: one of the two cannot break a tie between them',
        fix: fixFor(primary, recovery),
      },
    ];
  }
  if (REGION_SETS.some((set) => [primary, recovery, witness].every((region) => set.includes(region)))) return [];
  return [
    {
      path,
      expected: `a region that can hold a strongly consistent table together with ${primary} and ${recovery}`,
      fix: fixFor(primary, recovery),
    },
  ];
};

function fixFor(primary: string, recovery: string): string {
  const set = REGION_SETS.find((regions) => regions.includes(primary) && regions.includes(recovery)) ?? [];
  const possible = set.filter((region) => region !== primary && region !== recovery);
  return possible.length > 0
    ? `choose ${possible.join(' or ')}, or remove it`
    : `remove it: no third region holds a table with ${primary} and ${recovery}, so a person confirms each failover`;
}
