import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { type FailoverPlan, regionStackName, STATE_MACHINES, type StateMachineName, stateMachineName } from '../../model';

/** A state machine as it was synthesized, ready to run. */
export interface SynthesizedMachine {
  readonly name: StateMachineName;
  readonly region: string;
  readonly definition: StateMachineDefinition;
  /** What each task calls, such as `dynamodb:getItem`, by the name of its state. */
  readonly actions: ReadonlyMap<string, string>;
  /** Time between two starts, in seconds; undefined where somebody starts it. */
  readonly everySeconds?: number;
}

type Fields = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Fields>>>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** References that only Terraform resolves; to a drill one name of a thing is as good as another. */
const REFERENCE = /\$\{([^}]*)\}/g;
const plainName = (reference: string) => reference.replace(/[^A-Za-z0-9.-]+/g, '-');

/**
 * The state machines of an environment, out of the rendered stacks.
 *
 * @param files rendered stacks by path, as `renderStacks` gives them
 * @throws Error where a stack of the plan is not among them
 */
export function synthesizedMachines(plan: FailoverPlan, files: ReadonlyMap<string, string>): readonly SynthesizedMachine[] {
  return [plan.primary, plan.recovery].flatMap((cluster) => {
    const stack = regionStackName(plan.environment, cluster.region, 'failover');
    const text = files.get(`stacks/${stack}/cdk.tf.json`);
    if (text === undefined) throw new Error(`${stack} was not rendered`);
    const resources = fieldsOf((JSON.parse(text) as Fields).resource) as Resources;
    const machines = Object.values(resources.aws_sfn_state_machine ?? {});
    const schedules = Object.values(resources.aws_scheduler_schedule ?? {});
    return STATE_MACHINES.flatMap((name) => {
      const own = stateMachineName(cluster, name);
      const machine = machines.find((one) => one.name === own);
      if (!machine) return [];
      const definition = JSON.parse(
        String(machine.definition).replace(REFERENCE, (_, inner: string) => plainName(inner)),
      ) as StateMachineDefinition;
      const minutes = /rate\((\d+) minutes?\)/.exec(String(schedules.find((one) => one.name === own)?.schedule_expression))?.[1];
      return [
        {
          name,
          region: cluster.region,
          definition,
          actions: new Map(actionsOf(definition)),
          ...(minutes === undefined ? {} : { everySeconds: Number(minutes) * 60 }),
        },
      ];
    });
  });
}

function actionsOf(value: unknown): readonly (readonly [state: string, action: string])[] {
  const { States, ...rest } = fieldsOf(value);
  const own = Object.entries(fieldsOf(States)).flatMap(([name, state]) => {
    const { Type, Resource } = fieldsOf(state);
    return Type === 'Task' && typeof Resource === 'string' ? [[name, Resource.replace('arn:aws:states:::', '')] as const] : [];
  });
  const below = [...Object.values(fieldsOf(States)), ...Object.values(rest)].flatMap((inner) =>
    Array.isArray(inner) ? inner.flatMap(actionsOf) : actionsOf(inner),
  );
  return [...own, ...below];
}
