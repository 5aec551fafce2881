import { type FailoverPlan, type Platform, stateMachineArn, stateMachineName } from '../../model';
import { formatSeconds } from '../../spec';
import { askHost, askResolvers, aws, changeLock, lookAtGate, readLock, signIn, sizeNodes, until } from './commands';
import { contacts } from './contacts';
import { hasMachine } from './machines';
import { bullets, type Part, runbook, step } from './markdown';
import { isCaughtUp, returnHome, seedBack, seedThere } from './return';

/** The way back: planned, in the order in which nothing is lost. */
export const failbackRunbook = (platform: Platform, plans: readonly FailoverPlan[]): string =>
  runbook(platform.name, 'The failback', [
    'Back to the primary region, once it is well. This is planned work: a day and an hour that everybody knows, people who look on, and no hurry before it begins. Nothing is lost, because nothing writes while the direction is turned.',
    bullets(plans.map(({ environment }) => `[${environment}](#${environment})`)),
    ...plans.flatMap((plan) => environment(platform, plan)),
  ]);

function environment(platform: Platform, plan: FailoverPlan): Part[] {
  const { environment: name, primary, recovery, promotions } = plan;
  return [
    `## ${name}`,
    `From ${recovery.region} back to ${primary.region}. Users read all the time; they cannot write from step 3 to step 5, which is some minutes.`,
    contacts(platform, name),
    step('Sign in, and to both clusters:', `${signIn(primary)}\n${signIn(recovery).split('\n').slice(1).join('\n')}`),
    ...(hasMachine(plan, 'failback') ? [`### ${name}: by the machine`, ...byMachine(plan)] : []),
    `### ${name}: 1. Is everything ready?`,
    ...readiness(plan),
    `### ${name}: 2. Copy the data back`,
    ...(promotions.length > 0
      ? promotions.flatMap((database) => seedBack(plan, database))
      : ['No database of this environment is copied between its regions: nothing to do.']),
    `### ${name}: 3. Stop writing`,
    ...stopWriting(plan),
    `### ${name}: 4. Turn the direction`,
    ...(promotions.length > 0
      ? promotions.flatMap((database) => returnHome(plan, database))
      : ['No database of this environment is copied between its regions: nothing to do.']),
    `### ${name}: 5. Hand the lock over`,
    ...handOver(plan),
    `### ${name}: 6. Does it serve?`,
    ...verify(plan),
    `### ${name}: 7. Make the recovery region a copy again`,
    'Until this is done the next loss of a region loses data: no failover starts meanwhile.',
    ...promotions.flatMap((database) => seedThere(plan, database)),
    ...settle(plan),
  ];
}

function byMachine(plan: FailoverPlan): Part[] {
  const { region } = plan.recovery;
  const machine = stateMachineArn(plan.recovery, 'failback');
  return [
    step(
      'It does what stands below, in the same order, and stops with a page where it cannot go on. Start it when everything is ready (1), and data is copied back (2):',
      aws(region, 'stepfunctions start-execution', `--state-machine-arn ${machine}`, `--input '{"because":"planned return"}'`),
    ),
    step(
      'Where it is:',
      `EXECUTION="$(${aws(region, 'stepfunctions list-executions', `--state-machine-arn ${machine} --max-items 1`, '--query "executions[0].executionArn" --output text')})"
${aws(region, 'stepfunctions get-execution-history', '--execution-arn "$EXECUTION" --reverse-order --max-items 40', '--query "events[?stateEnteredEventDetails].[timestamp,stateEnteredEventDetails.name]" --output text')}`,
    ),
  ];
}

function readiness(plan: FailoverPlan): Part[] {
  const { primary, recovery, environment: name, settings } = plan;
  const guard = stateMachineName(primary, 'guard');
  return [
    bullets([
      `Why ${primary.region} was left is known, and is over: the AWS Health Dashboard says so, or the post-mortem.`,
      `The hold-down of ${formatSeconds(settings.holdDownSeconds)} is over, no freeze is on, and nobody deploys until the end.`,
      'The teams above know the hour, and one person types while another one reads along.',
    ]),
    step(
      `The lock says \`writer\` ${recovery.region}, \`fenced\` ${primary.region}, and \`phase\` settled:`,
      readLock(plan, recovery.region),
    ),
    step(
      `The guard of ${primary.region} runs, and keeps its gate closed (OK, OK, deny):`,
      `${aws(primary.region, 'cloudwatch describe-alarms', `--alarm-names ${guard}-failed ${guard}-silent`, "--query 'MetricAlarms[].StateValue' --output text")}
${lookAtGate(primary)}`,
    ),
    step(
      `The cluster of ${primary.region} is as the platform file says, and has nodes for the whole load:`,
      `npx holdfast deploy --plan-only --environment ${name}
kubectl --context ${primary.name} get nodes
kubectl --context ${primary.name} --namespace ${primary.namespace} get deployments`,
    ),
    step('Grow it to the load that it takes over:', sizeNodes(primary, { min: primary.nodes.min.value, max: primary.nodes.max.value })),
  ];
}

function stopWriting(plan: FailoverPlan): Part[] {
  const { primary, recovery, promotions } = plan;
  return [
    step(
      `Ask for the lock. The guard of ${recovery.region} closes its gate at its next look, within a minute, and says that it did:`,
      changeLock(plan, recovery.region, {
        update: 'SET wanted = :primary',
        only: 'writer = :recovery AND phase = :settled AND (attribute_not_exists(wanted) OR wanted = :primary)',
        values: { ':primary': primary.region, ':recovery': recovery.region, ':settled': 'settled' },
      }),
    ),
    step(
      `From here on nothing writes. Wait until it says ${recovery.region}:`,
      until(readLock(plan, recovery.region, 'released'), recovery.region),
    ),
    step('The gate must say `deny`:', lookAtGate(recovery)),
    ...promotions.flatMap((database) => isCaughtUp(plan, database)),
    step(
      `Something is wrong: call it off, and ${recovery.region} writes again within a minute.`,
      changeLock(plan, recovery.region, {
        update: 'REMOVE wanted, released',
        only: 'writer = :recovery AND wanted = :primary',
        values: { ':primary': primary.region, ':recovery': recovery.region },
      }),
    ),
  ];
}

function handOver(plan: FailoverPlan): Part[] {
  const { primary, recovery } = plan;
  return [
    step(
      `The lock is released, so nobody needs to wait. The guard of ${primary.region} opens its gate at its next look, and the one of ${recovery.region} keeps its own closed and lets users go:`,
      changeLock(plan, recovery.region, {
        update: 'SET writer = :primary, fenced = :recovery, phase = :serving, renewal = :new, epoch = epoch + :one REMOVE wanted, released',
        only: 'writer = :recovery AND wanted = :primary AND released = :recovery',
        values: {
          ':primary': primary.region,
          ':recovery': recovery.region,
          ':serving': 'serving',
          ':new': 'by-hand',
          ':one': 1,
        },
      }),
    ),
    step('It must say `allow`:', lookAtGate(primary)),
  ];
}

function verify(plan: FailoverPlan): Part[] {
  const { primary, endpoints, witnessHost, writerHost } = plan;
  return [
    step(`Both names must say ${primary.region} within some minutes:`, [witnessHost, writerHost].map(askResolvers).join('\n')),
    step(
      'Pods that asked who writes before they could start are started anew:',
      `kubectl --context ${primary.name} --namespace ${primary.namespace} get pods
kubectl --context ${primary.name} --namespace ${primary.namespace} rollout restart deployment`,
    ),
    ...(endpoints.length > 0
      ? [
          step(
            'Users are served:',
            endpoints.map(({ host, regionCheck }) => askHost(host, regionCheck.kind === 'https' ? regionCheck.path : '/')).join('\n'),
          ),
        ]
      : []),
  ];
}

function settle(plan: FailoverPlan): Part[] {
  const { environment: name, primary, recovery } = plan;
  return [
    step(
      'Every copy follows again. Say so in the lock; from here on a failover may start:',
      changeLock(plan, recovery.region, {
        update: 'SET phase = :settled REMOVE fenced',
        only: 'writer = :primary AND fenced = :recovery',
        values: { ':primary': primary.region, ':recovery': recovery.region, ':settled': 'settled' },
      }),
    ),
    step(
      'The sizes of the node groups, and whatever else was changed by hand, are those of the platform file again:',
      `npx holdfast deploy --plan-only --environment ${name}
npx holdfast deploy --environment ${name}`,
    ),
  ];
}
