import type { Platform } from '../../../model';
import { protectedEnvironment } from '../../../model';
import { TIMEOUT_MINUTES } from '../limits';
import type { Stage } from '../model';
import { clustersOf, roleOf, type StackPlace } from '../plan';
import { apply, diff, drift, driftIssue } from '../scripts/infrastructure';

/**
 * Every stack in the order given: its plan to read, then, once a person has approved, the change itself. Of what people apply
 * only the plan.
 */
export const infrastructureStages = (platform: Platform, stacks: readonly StackPlace[]): Stage[] =>
  stacks.flatMap((stack, index): Stage[] => {
    const before = stacks[index - 1];
    const preview = previewOf(platform, stack, before ? [`${before.byPeople ? 'preview' : 'apply'}-${before.name}`] : []);
    return stack.byPeople ? [preview] : [preview, applicationOf(platform, stack)];
  });

const previewOf = (platform: Platform, stack: StackPlace, needs: readonly string[]): Stage => ({
  ...reading(stack),
  id: `preview-${stack.name}`,
  name: `Preview ${stack.name}`,
  needs,
  steps: [...terraform(platform, stack), { kind: 'run', name: 'Show the plan', script: diff(stack.name) }],
});

const applicationOf = (platform: Platform, stack: StackPlace): Stage => ({
  id: `apply-${stack.name}`,
  name: `Apply ${stack.name}`,
  needs: [`preview-${stack.name}`],
  environment: protectedEnvironment(stack.environment, 'infrastructure'),
  approval: clustersOf(platform, stack.environment).some(({ protect }) => protect),
  permissions: ['id-token: write'],
  lock: { group: `infrastructure-${stack.environment}` },
  timeoutMinutes: TIMEOUT_MINUTES.apply,
  steps: [
    { kind: 'checkout' },
    { kind: 'install', packages: true, tools: ['terraform'] },
    { kind: 'assume-role', role: roleOf(platform, stack, 'infrastructure') },
    { kind: 'run', name: `Apply ${stack.name}`, script: apply(stack.name) },
  ],
});

/** Finds what was changed past the repository. */
export const driftStages = (platform: Platform, stacks: readonly StackPlace[]): Stage[] =>
  stacks.map((stack) => ({
    ...reading(stack),
    id: `drift-${stack.name}`,
    name: `Drift of ${stack.name}`,
    needs: [],
    permissions: ['id-token: write', 'issues: write'],
    steps: [
      ...terraform(platform, stack),
      { kind: 'run', name: 'Compare with what runs', script: drift(stack.name) },
      {
        kind: 'run',
        name: 'Open an issue',
        script: driftIssue(stack.name),
        onFailure: true,
        only: 'github',
        env: { GH_TOKEN: { token: 'run' }, REPOSITORY: { fact: 'repository' }, RUN_URL: { fact: 'runAddress' } },
      },
    ],
  }));

const reading = (stack: StackPlace) => ({
  environment: protectedEnvironment(stack.environment, 'plan'),
  permissions: ['id-token: write'] as Stage['permissions'],
  timeoutMinutes: TIMEOUT_MINUTES.plan,
});

const terraform = (platform: Platform, stack: StackPlace): Stage['steps'] => [
  { kind: 'checkout' },
  { kind: 'install', packages: true, tools: ['terraform'] },
  { kind: 'assume-role', role: roleOf(platform, stack, 'plan') },
];
