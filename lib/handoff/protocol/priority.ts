/** What peers call urgency, and its place in a queue; the lowest is taken first. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ['critical', 1],
  ['urgent', 1],
  ['high', 2],
  ['normal', 3],
  ['medium', 3],
  ['low', 4],
]);

export const PRIORITIES = ['critical', 'urgent', 'high', 'normal', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The place of a priority; a word that nobody knows is no reason to lose a message, and counts as normal. */
export const placeOf = (priority: string) => PLACES.get(priority) ?? 3;

/** Score in a queue: the place, then who came first. */
export const scoreOf = (priority: string, unixMilliseconds: number) => placeOf(priority) + (unixMilliseconds * 1e6) / 1e18;
