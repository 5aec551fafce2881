import { failoverPlans, GATE_RULE, type Platform } from '../../../lib/model';
import { gateOf, type Machine, primaryMachines, recoveryMachines, recoveryRunbooks } from '../../../lib/recovery';
import { fixturePlatform, referencePlatform } from '../../support/platforms';

/** Platforms whose runbooks are tried: the reference one, one with every kind of database, and one that has one region. */
export const PLATFORMS: readonly (readonly [string, Platform])[] = [
  ['the reference platform', referencePlatform()],
  ['a platform with every database', fixturePlatform('data.yaml')],
  ['a platform with databases in pods', fixturePlatform('stores.yaml')],
  ['a platform of one region', fixturePlatform('small.yaml')],
];

/** The commands of a runbook, a block each, with the heading that they stand below. */
export interface Block {
  readonly file: string;
  readonly heading: string;
  readonly script: string;
}

export const blocksOf = (platform: Platform): readonly Block[] =>
  [...recoveryRunbooks(platform)].flatMap(([file, text]) =>
    text.split(/^(?=#{1,4} )/m).flatMap((section) => {
      const heading = section.split('\n', 1)[0] ?? '';
      return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, script = '']) => ({ file, heading, script }));
    }),
  );

/** The state machines of both regions, in every environment that has two. */
export const machinesOf = (platform: Platform): readonly Machine[] =>
  failoverPlans(platform).flatMap((plan) => [
    ...primaryMachines({ plan, gate: gateOf('acl-2', plan.primary, GATE_RULE), connectionArn: 'arn' }),
    ...recoveryMachines({ plan, gate: gateOf('acl-1', plan.recovery, GATE_RULE), connectionArn: 'arn', datastoreId: () => 'id' }),
  ]);
