import {
  FAILOVER_STOPS,
  type FailoverPlan,
  type FailoverStop,
  type Platform,
  RECOVERY_RUNBOOKS,
  type StateMachineName,
  stateMachineArn,
  stopHeading,
} from '../../model';
import { formatSeconds } from '../../spec';
import { askHost, askResolvers, aws, readLock, signIn } from './commands';
import { contacts } from './contacts';
import { bullets, type Part, runbook, step, table } from './markdown';
import { approveByHand, confirmByHand, fenceByHand, takeOverByHand, verifyByHand } from './steps';

/** What the failover does by itself, how to see where it is, and what to do by hand at each step where it stops. */
export const failoverRunbook = (platform: Platform, plans: readonly FailoverPlan[]): string =>
  runbook(platform.name, 'The failover', [
    'The primary region is lost, and the recovery region takes over. State machines do it; this says what they do, how to see how far they are, and what a person does where they stop.',
    bullets(plans.map(({ environment }) => `[${environment}](#${environment})`)),
    ...plans.flatMap((plan) => environment(platform, plan)),
  ]);

function environment(platform: Platform, plan: FailoverPlan): Part[] {
  const { environment: name, primary, recovery, approval, settings, rtoSeconds, endpoints } = plan;
  const start =
    approval.by === 'person'
      ? `A person starts it (${approval.because}).`
      : `It starts by itself (${approval.because}), or by hand, below.`;
  return [
    `## ${name}`,
    `From ${primary.region} to ${recovery.region}, within ${formatSeconds(rtoSeconds)}. ${start} Everything that decides and acts is in ${recovery.region}: nothing here needs ${primary.region}, except where it says so.`,
    contacts(platform, name),
    `### ${name}: before the commands`,
    step('Sign in to the account that the comment names, and to the cluster that takes over:', signIn(recovery)),
    `### ${name}: what it does by itself`,
    table(['step', 'what', 'where it stops'], steps(plan)),
    `Nothing fails over again for ${formatSeconds(settings.holdDownSeconds)} after it has ended. Every step looks before it acts: starting the machine again goes on where it stopped, and does nothing twice.`,
    `### ${name}: where it is`,
    step(
      'Its executions, the newest first:',
      executions(plan, 'failover', '--query "executions[].[startDate,status,name,executionArn]" --output text'),
    ),
    step(
      'What one of them was told, and how it ended:',
      `EXECUTION="$(${executions(plan, 'failover', '--query "executions[0].executionArn" --output text')})"
${aws(recovery.region, 'stepfunctions describe-execution', '--execution-arn "$EXECUTION"')}`,
    ),
    step(
      'The steps that it entered, the newest first:',
      aws(
        recovery.region,
        'stepfunctions get-execution-history',
        '--execution-arn "$EXECUTION" --reverse-order --max-items 40',
        '--query "events[?stateEnteredEventDetails].[timestamp,stateEnteredEventDetails.name]" --output text',
      ),
    ),
    `The same as a picture: ${console_(plan)}`,
    step(
      'Who writes, who wants to, and how far it is (`claimed`, `serving`, `settled`, or `stopped` where a person is needed):',
      readLock(plan, recovery.region),
    ),
    step(
      'Where users are sent, and which region writes, as the world sees it:',
      [plan.witnessHost, plan.writerHost].map(askResolvers).join('\n'),
    ),
    ...(endpoints.length > 0
      ? [
          step(
            'Whether it serves, by the names that users know:',
            endpoints.map(({ host, regionCheck }) => askHost(host, regionCheck.kind === 'https' ? regionCheck.path : '/')).join('\n'),
          ),
        ]
      : []),
    `### ${name}: start it, or let it go on`,
    step(
      `It asks first whether ${primary.region} is down. After a stop it goes on from there.`,
      aws(
        recovery.region,
        'stepfunctions start-execution',
        `--state-machine-arn ${stateMachineArn(recovery, 'failover')}`,
        `--input '{"because":"started by hand"}'`,
      ),
    ),
    ...FAILOVER_STOPS.flatMap((stop): Part[] => [`### ${stopHeading(name, stop)}`, ...BY_HAND[stop](plan)]),
    `### ${name}: afterwards`,
    `Going back is planned, and nobody hurries: [${RECOVERY_RUNBOOKS.failback}](${RECOVERY_RUNBOOKS.failback}). Write the post-mortem: [${RECOVERY_RUNBOOKS.postMortem}](${RECOVERY_RUNBOOKS.postMortem}).`,
    step(
      'What the machine kept for it: when it began, and since when it serves.',
      aws(
        recovery.region,
        'dynamodb scan',
        `--table-name ${plan.lockTable} --consistent-read`,
        `--filter-expression 'begins_with(id, :history)' --expression-attribute-values '{":history":{"S":"history#"}}'`,
      ),
    ),
  ];
}

const BY_HAND: Readonly<Record<FailoverStop, (plan: FailoverPlan) => readonly Part[]>> = {
  confirm: confirmByHand,
  approve: approveByHand,
  fence: fenceByHand,
  'take over': takeOverByHand,
  verify: verifyByHand,
};

function steps(plan: FailoverPlan): string[][] {
  const { environment: name, primary, recovery, settings, promotions, nodes, approval } = plan;
  const { probes, threshold, lease, approvalSeconds } = settings;
  const at = (stop: FailoverStop) => `[${stop}](#${stopHeading(name, stop).replaceAll(' ', '-')})`;
  return [
    ['detect', `asks ${primary.region} every ${probes.intervalSeconds} s; ${threshold} failures in a row start the failover`, ''],
    ['confirm', `asks two resolvers whether Route 53's checkers hold ${primary.region} for down, too`, at('confirm')],
    ...(approval.by === 'person' ? [['approve', `waits ${formatSeconds(approvalSeconds)} for a person`, at('approve')]] : []),
    [
      'fence',
      `takes the lock once ${primary.region} has released it, or ${formatSeconds(lease.value)} after nobody renewed it`,
      at('fence'),
    ],
    [
      'promote',
      promotions.length > 0 ? promotions.map((database) => database.name).join(', ') : 'nothing: no database has a copy',
      at('take over'),
    ],
    [
      'scale',
      nodes ? `at least ${nodes.min} nodes in ${recovery.name}; autoscalers raise pods with the load` : 'nothing: the nodes are there',
      at('take over'),
    ],
    ['switch', `waits until resolvers name ${recovery.region}`, at('take over')],
    ['verify', 'asks the public hosts from outside', at('verify')],
  ];
}

const executions = ({ recovery }: FailoverPlan, machine: StateMachineName, query: string) =>
  aws(recovery.region, 'stepfunctions list-executions', `--state-machine-arn ${stateMachineArn(recovery, machine)} --max-items 5`, query);

const console_ = ({ recovery }: FailoverPlan) =>
  `https://${recovery.region}.console.aws.amazon.com/states/home?region=${recovery.region}#/statemachines/view/${stateMachineArn(recovery, 'failover')}`;
