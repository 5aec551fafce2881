import { type FailoverPlan, failoverPlans, LEADING_OUT, STATE_MACHINES, stateMachineName } from '../../model';
import { text } from '../manifests';
import type { TerraformRule } from '../rule';
import { regionOf } from '../terraform/region';
import { at, type TerraformBreach, type TerraformIndex, type TerraformResource } from '../terraform/stack';

/** The control planes of these services are in this region only (AWS, Fault Isolation Boundaries, global services). */
const GLOBAL_CONTROL_PLANE = 'us-east-1';
const GLOBAL_SERVICES = ['route53', 'cloudfront', 'iam', 'organizations'];

export const x09FailoverElsewhere: TerraformRule = {
  id: 'X09',
  severity: 'error',
  subject: 'aws_sfn_state_machine, aws_scheduler_schedule, aws_cloudwatch_metric_alarm, aws_dynamodb_table of a failover',
  over: 'terraform',
  why: 'What is to lead out of a region that is lost is lost with it when it stands there, or needs a control plane that does.',
  mend: 'put detector, state machine, lock and alarms of a failover into the region that takes over, and switch users on the data plane',
  check: (index, platform) =>
    platform ? failoverPlans(platform).flatMap((plan) => [...misplaced(index, plan), ...needing(index, plan)]) : [],
};

/** What belongs to a failover, by the names that it goes by. A guard holds its own region to the lease, and a failback leads back to it. */
function partsOf(index: TerraformIndex, { primary, recovery, lockTable, failedOver }: FailoverPlan): readonly TerraformResource[] {
  const machines = [
    ...STATE_MACHINES.map((machine) => stateMachineName(recovery, machine)),
    ...LEADING_OUT.map((machine) => stateMachineName(primary, machine)),
  ];
  const isOf = (name: string) => machines.some((machine) => name === machine || name.startsWith(`${machine}-`));
  return [
    ...index.ofType('aws_sfn_state_machine', 'aws_scheduler_schedule').filter(({ values }) => isOf(text(values.name) ?? '')),
    ...index
      .ofType('aws_cloudwatch_metric_alarm')
      .filter(({ values }) => values.alarm_name === failedOver.alarm || isOf(text(values.alarm_name) ?? '')),
    ...index.ofType('aws_dynamodb_table').filter(({ values }) => values.name === lockTable),
  ];
}

function misplaced(index: TerraformIndex, plan: FailoverPlan): TerraformBreach[] {
  const { primary, recovery, environment } = plan;
  return partsOf(index, plan)
    .filter((resource) => regionOf(resource) === primary.region)
    .map((resource) =>
      at(resource, 'region', `stands in ${primary.region}, the region that the failover of ${environment} leaves`, {
        fix: `put it into ${recovery.region}`,
      }),
    );
}

/** What the state machines call: an ARN of the region that is left, or an API that only that region has. */
function needing(index: TerraformIndex, plan: FailoverPlan): TerraformBreach[] {
  const { primary, recovery } = plan;
  const leaves = LEADING_OUT.map((machine) => stateMachineName(recovery, machine));
  return index
    .ofType('aws_sfn_state_machine')
    .filter(({ values }) => leaves.includes(text(values.name) ?? ''))
    .flatMap((machine) => {
      const definition = text(machine.values.definition) ?? '';
      const calls = [...definition.matchAll(/arn:aws[\w-]*:states:::(?:aws-sdk:)?([\w-]+):(\w+)/g)].map(
        ([, service = '', action = '']) => ({ service, action }),
      );
      const global = calls.find(({ service }) => GLOBAL_SERVICES.includes(service));
      const [arn] = new RegExp(`arn:aws[\\w-]*:[\\w-]+:${primary.region}:[^"\\\\]*`).exec(definition) ?? [];
      return [
        ...(global && primary.region === GLOBAL_CONTROL_PLANE
          ? [
              at(
                machine,
                'definition',
                `calls ${global.service}:${global.action}, whose control plane is in ${GLOBAL_CONTROL_PLANE}, the region that is left`,
                {
                  fix: 'switch users by health checks, which need no control plane',
                },
              ),
            ]
          : []),
        ...(arn === undefined
          ? []
          : [
              at(machine, 'definition', `calls ${arn}, which is in ${primary.region}, the region that is left`, {
                fix: `call what is in ${recovery.region}`,
              }),
            ]),
      ];
    });
}
