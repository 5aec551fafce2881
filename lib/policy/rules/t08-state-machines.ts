import { text } from '../manifests';
import type { TerraformRule } from '../rule';
import { block, demanded, on } from '../terraform/stack';

export const t08StateMachines: TerraformRule = {
  id: 'T08',
  severity: 'error',
  subject: 'aws_sfn_state_machine',
  over: 'terraform',
  why: 'A failover that stands still without a log is a second outage, and one without a time-out stands still for a year.',
  mend: 'write its log, trace it, and give it a time-out',
  check: (index) =>
    index.ofType('aws_sfn_state_machine').flatMap((machine) => {
      const { values } = machine;
      const definition = text(values.definition) ?? '';
      return demanded(machine, [
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
