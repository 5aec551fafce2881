import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type Audience, Deployment, Interruption, type Outcomes, oneAtATime, StackRun, Terraform } from '../../../lib/cli/deploy';
import { stackPlan, stackWaves } from '../../../lib/model';
import { publishTree } from '../../../lib/output';
import { renderStacks } from '../../../stacks/synthesize';
import type { StandInWorld } from '../../support/terraform';
import { fixtureText, inWorld, platformFrom, testWithTerraform, where } from './support';

const text = fixtureText('small.yaml');
const STATE = 'account-333333333333-eu-west-1-state';
const IDENTITY = 'account-333333333333-global-identity';

/** Deploys two stacks, of which the second depends on the first, before somebody who answers so. */
async function deployed(world: StandInWorld, approves: Audience['approves']): Promise<Outcomes> {
  const platform = platformFrom(text);
  publishTree(renderStacks(platform), world.out);
  const plans = stackPlan(platform).filter(({ name }) => [STATE, IDENTITY].includes(name));
  const interruption = new Interruption();
  const alone = oneAtATime();
  const waves = stackWaves(plans).map((wave) =>
    wave.map((plan) => {
      const folder = path.join(world.out, 'stacks', plan.name);
      return new StackRun({ plan, folder, terraform: new Terraform(folder, { ...process.env, ...world.env }, interruption), alone });
    }),
  );
  const audience = { approves, wave: jest.fn(), planned: jest.fn(), started: jest.fn(), ended: jest.fn() };
  return new Deployment({ planOnly: false, parallelism: 2, interruption, audience }).deploy(waves);
}

describe('a person who is asked', () => {
  testWithTerraform(
    `decides wave by wave; after a no nothing is applied and nothing is left${where}`,
    () =>
      inWorld([text], async (world) => {
        const declined = { kind: 'notStarted', because: 'nobody approved' };
        const asked: (readonly string[])[] = [];
        const never = await deployed(world, async (stacks) => asked.push(stacks) === 0);
        expect(Object.fromEntries(never)).toEqual({ [STATE]: declined, [IDENTITY]: declined });
        expect(asked).toEqual([[STATE]]);
        expect(world.changes).toEqual([]);
        const left = () =>
          (readdirSync(world.out, { recursive: true }) as string[]).filter((name) => /tfplan$|_override\.tf\.json$/.test(name));
        expect(left()).toEqual([]);

        const once = await deployed(world, async ([stack]) => stack === STATE);
        expect(once.get(STATE)).toMatchObject({ kind: 'applied' });
        expect(once.get(IDENTITY)).toEqual(declined);
        expect(world.kept).toEqual([`${STATE}/terraform.tfstate`]);
        expect(left()).toEqual([]);
      }),
    60_000,
  );
});
