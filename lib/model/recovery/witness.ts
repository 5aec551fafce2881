import { REGION_SETS } from '../../spec';

/** Regions that can break ties between two others, none where they have no set in common. */
export function possibleWitnesses(primary: string, recovery: string): readonly string[] {
  const set = REGION_SETS.find((regions) => regions.includes(primary) && regions.includes(recovery)) ?? [];
  return set.filter((region) => region !== primary && region !== recovery);
}
