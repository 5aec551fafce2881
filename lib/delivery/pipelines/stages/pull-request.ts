import type { Platform } from '../../../model';
import { protectedEnvironment } from '../../../model';
import { TIMEOUT_MINUTES } from '../limits';
import type { Stage } from '../model';
import { roleOf, type StackPlace } from '../plan';
import { diff } from '../scripts/infrastructure';
import { CHECK_SARIF, COMMENT_DIFF, RENDERED_DIFF, TEST } from '../scripts/verify';

/** What a proposed change must pass. Its own code runs without any credential, except plans of people who may push. */
export const pullRequestStages = (platform: Platform, stacks: readonly StackPlace[]): Stage[] => [
  {
    id: 'verify',
    name: 'Tests',
    needs: [],
    permissions: [],
    timeoutMinutes: TIMEOUT_MINUTES.verify,
    steps: [{ kind: 'checkout' }, { kind: 'install', packages: true }, { kind: 'run', name: 'Test', script: TEST }],
  },
  {
    id: 'render',
    name: 'Rendered output',
    needs: [],
    permissions: [],
    timeoutMinutes: TIMEOUT_MINUTES.verify,
    steps: [
      { kind: 'checkout', history: 'all' },
      { kind: 'install', packages: true },
      { kind: 'run', name: 'Render both sides and compare', script: RENDERED_DIFF, env: { BASE_COMMIT: { fact: 'baseCommit' } } },
      { kind: 'keep', name: 'rendered', files: ['rendered/rendered.diff'] },
    ],
  },
  {
    id: 'rules',
    name: 'Rules',
    needs: [],
    permissions: [],
    timeoutMinutes: TIMEOUT_MINUTES.verify,
    steps: [
      { kind: 'checkout' },
      { kind: 'install', packages: true },
      { kind: 'run', name: 'Check every rule', script: CHECK_SARIF },
      { kind: 'keep', name: 'findings', files: ['holdfast.sarif'] },
    ],
  },
  report,
  ...stacks.map((stack) => plan(platform, stack)),
];

/** The only stage that may write; it runs no code of the change. */
const report: Stage = {
  id: 'report',
  name: 'Report',
  needs: ['render', 'rules'],
  always: true,
  only: 'github',
  trustedOnly: true,
  permissions: ['pull-requests: write', 'security-events: write'],
  timeoutMinutes: TIMEOUT_MINUTES.report,
  steps: [
    { kind: 'fetch', name: 'findings' },
    { kind: 'upload-sarif', file: 'holdfast.sarif' },
    { kind: 'fetch', name: 'rendered' },
    {
      kind: 'run',
      name: 'Comment on what changes',
      script: COMMENT_DIFF,
      env: { GH_TOKEN: { token: 'run' }, REPOSITORY: { fact: 'repository' }, PULL_REQUEST: { fact: 'pullRequest' } },
    },
  ],
};

/** What Terraform would change, by a role that may only read. */
const plan = (platform: Platform, stack: StackPlace): Stage => ({
  id: `plan-${stack.name}`,
  name: `Plan ${stack.name}`,
  needs: [],
  environment: protectedEnvironment(stack.environment, 'plan'),
  trustedOnly: true,
  permissions: ['id-token: write'],
  timeoutMinutes: TIMEOUT_MINUTES.plan,
  steps: [
    { kind: 'checkout' },
    { kind: 'install', packages: true, tools: ['terraform'] },
    { kind: 'assume-role', role: roleOf(platform, stack, 'plan') },
    { kind: 'run', name: `Plan ${stack.name}`, script: diff(stack.name) },
    { kind: 'keep', name: `plan-${stack.name}`, files: ['plan.txt'] },
  ],
});
