import { quote } from '../issue';
import { type Check, type Finding, maps, record, teamsOf, unknownName } from './check';

/** Access is given to teams that exist, in environments that exist. */
export const infrastructureFits: Check = (data) => {
  const platform = record(data);
  const environments = Object.keys(record(platform.environments));
  const teams = teamsOf(data);
  return maps(record(platform.infrastructure).access).flatMap(([environment, { teams: people }]) => [
    ...unknownKey(['infrastructure', 'access', environment], environment, environments, 'environment'),
    ...Object.keys(record(people)).flatMap((team) =>
      unknownKey(['infrastructure', 'access', environment, 'teams', team], team, teams, 'team'),
    ),
  ]);
};

const unknownKey = (path: readonly PropertyKey[], word: string, declared: readonly string[], kind: string): Finding[] =>
  unknownName(path, word, declared, kind).map((finding) => ({ ...finding, atKey: true, found: `the ${kind} ${quote(word)}` }));
