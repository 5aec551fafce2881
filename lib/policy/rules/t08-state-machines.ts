import { text } from '../manifests';
import type { TerraformRule } from '../rule';
import { statementsOf } from '../terraform/policies';
import { referredTo } from '../terraform/resolved';
import { block, demanded, on, type TerraformIndex, type TerraformResource } from '../terraform/stack';

export const t08StateMachines: TerraformRule = {
  id: 'T08',
  severity: 'error',
  subject: 'aws_sfn_state_machine',
  over: 'terraform',
  why: 'A failover that stands still without a log is a second outage, and one without a time-out stands still for a year.',
  mend: 'write its log, trace it, give it a time-out, and a role for what it calls',
  check: (index) =>
    index.ofType('aws_sfn_state_machine').flatMap((machine) => {
      const { values } = machine;
      const definition = text(values.definition) ?? '';
      const wide = wideActions(index, machine);
      return demanded(machine, [
        [wide.length === 0, 'role_arn', `runs as a role that may do ${wide.join(', ')}`, 'name the actions that its states call'],
        [
          ['ALL', 'ERROR', 'FATAL'].includes(String(block(values.logging_configuration).level)),
          'logging_configuration',
          'writes no log',
          'set logging_configuration with level ALL',
        ],
        [
          on(block(values.tracing_configuration).enabled),
          'tracing_configuration',
          'is not traced',
          'set tracing_configuration.enabled: true',
        ],
        // One that only a plan knows is judged there.
        [
          !definition.trim().startsWith('{') || timesOut(definition),
          'definition',
          'has no TimeoutSeconds of its own',
          'add TimeoutSeconds to the definition',
        ],
      ]);
    }),
};

/** What the role of a machine may do beyond single actions: `*`, `rds:*`, or a managed policy of a whole service. */
function wideActions(index: TerraformIndex, machine: TerraformResource): readonly string[] {
  const role = referredTo(index, machine.stack, machine.values.role_arn);
  if (!role) return [];
  const own = index
    .pointingTo(role, 'aws_iam_role_policy', 'role')
    .flatMap(({ values }) => statementsOf(values.policy))
    .filter(({ allows }) => allows)
    .flatMap(({ actions }) => actions.filter((action) => /^(\*|[\w-]+:\*)$/.test(action)));
  const managed = index
    .pointingTo(role, 'aws_iam_role_policy_attachment', 'role')
    .flatMap(
      ({ values }) => /:policy\/(?:.*\/)?(\w*(?:FullAccess|Administrator\w*|PowerUser\w*))$/.exec(String(values.policy_arn))?.[1] ?? [],
    );
  return [...new Set([...own, ...managed])].sort();
}

/** Whether the machine as a whole ends by itself. */
function timesOut(definition: string): boolean {
  try {
    const value: unknown = JSON.parse(definition);
    return typeof value === 'object' && value !== null && 'TimeoutSeconds' in value;
  } catch {
    // References in the text leave JSON that only a plan completes.
    return /"TimeoutSeconds"/.test(definition);
  }
}
