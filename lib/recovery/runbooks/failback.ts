import {
  CAUGHT_UP,
  type Cluster,
  catchesUp,
  caughtUpAlarm,
  FAILBACK_STOPS,
  type FailbackStop,
  type FailoverPlan,
  type Platform,
  RECOVERY_RUNBOOKS,
  type StateMachineName,
  stateMachineArn,
  stateMachineName,
  stopHeading,
} from '../../model';
import { formatSeconds } from '../../spec';
import { askHost, askResolvers, aws, changeLock, lookAtGate, readLock, setGate, signIn, sizeNodes, until } from './commands';
import { contacts } from './contacts';
import { bullets, type Part, runbook, step, table } from './markdown';
import { followAgain, handOver, looksLikeACopy } from './return';

/** The way back: planned, by the machines or by hand, in the order in which nothing is lost. */
export const failbackRunbook = (platform: Platform, plans: readonly FailoverPlan[]): string =>
  runbook(platform.name, 'The failback', [
    'Back to the primary region, once it is well. This is planned work: a day and an hour that everybody knows, people who look on, and no hurry before it begins. Nothing is lost, because the lock changes hands only when the other region has stopped writing and every copy has all that was written.',
    bullets(plans.map(({ environment }) => `[${environment}](#${environment})`)),
    ...plans.flatMap((plan) => environment(platform, plan)),
  ]);

function environment(platform: Platform, plan: FailoverPlan): Part[] {
  const { environment: name, primary, recovery, promotions } = plan;
  return [
    `## ${name}`,
    `From ${recovery.region} back to ${primary.region}. Users read all the time; they cannot write from the release of the lock until the databases have changed over, which is some minutes.`,
    contacts(platform, name),
    step('Sign in, and to both clusters:', `${signIn(primary)}\n${signIn(recovery).split('\n').slice(1).join('\n')}`),
    `### ${name}: is it ready?`,
    ...readiness(plan),
    `### ${name}: what the machines do`,
    ...machines(plan),
    ...FAILBACK_STOPS.flatMap((stop): Part[] =>
      stop === 'rejoin' && promotions.length === 0 ? [] : [`### ${stopHeading(name, stop)}`, ...BY_HAND[stop](plan)],
    ),
    `### ${name}: when the failback is over`,
    step('The lock says `writer` and `settled`, and fences nobody; from here on a failover may start.', readLock(plan, primary.region)),
    step(
      'Terraform knows the servers that were made anew, and sizes are those of the platform file again:',
      `npx holdfast deploy --plan-only --environment ${name}
npx holdfast deploy --environment ${name}`,
    ),
    ...promotions.flatMap((database) => (database.product === 'rds' ? followAgain(plan, database).known : [])),
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
      `The cluster of ${primary.region} is as the platform file says, and its pods run or wait for their databases:`,
      `npx holdfast deploy --plan-only --environment ${name}
kubectl --context ${primary.name} get nodes
kubectl --context ${primary.name} --namespace ${primary.namespace} get deployments`,
    ),
    step(
      'It has nodes for the load that it takes over:',
      sizeNodes(primary, { min: primary.nodes.min.value, max: primary.nodes.max.value }),
    ),
  ];
}

function machines(plan: FailoverPlan): Part[] {
  const { environment: name, primary, recovery, promotions } = plan;
  const at = (stop: FailbackStop) => `[${stop}](#${stopHeading(name, stop).replaceAll(' ', '-')})`;
  const copies = promotions.length > 0;
  return [
    table(
      ['machine', 'where', 'started by', 'what it does', 'where it stops'],
      [
        ...(copies ? [['rejoin', primary.region, 'you', `lets the databases there follow ${recovery.region}: hours`, at('rejoin')]] : []),
        [
          'failback',
          primary.region,
          'you',
          'asks for the lock, waits until it is released and every copy has all, takes it, promotes replicas, waits for users',
          [at('release'), at('come back'), at('verify')].join(', '),
        ],
        [
          'handback',
          recovery.region,
          'the detector there',
          `switches global databases over, then lets its own follow ${primary.region}`,
          at('hand back'),
        ],
      ],
    ),
    ...(copies
      ? [
          step('First, days or hours before, the copies. It tells you when they follow:', start(primary, 'rejoin')),
          ...promotions.map((database) => looksLikeACopy(primary, database)),
        ]
      : []),
    step(
      'Then, at the hour that everybody knows, the way back. It can be called off until the lock changes hands:',
      start(primary, 'failback'),
    ),
    step('Where it is:', historyOf(primary, 'failback')),
    step('Where the other half is:', historyOf(recovery, 'handback')),
  ];
}

const start = (cluster: Cluster, machine: StateMachineName) =>
  aws(
    cluster.region,
    'stepfunctions start-execution',
    `--state-machine-arn ${stateMachineArn(cluster, machine)}`,
    `--input '{"because":"started by hand"}'`,
  );

const historyOf = (cluster: Cluster, machine: StateMachineName) => `EXECUTION="$(${aws(
  cluster.region,
  'stepfunctions list-executions',
  `--state-machine-arn ${stateMachineArn(cluster, machine)} --max-items 1`,
  '--query "executions[0].executionArn" --output text',
)})"
${aws(
  cluster.region,
  'stepfunctions get-execution-history',
  '--execution-arn "$EXECUTION" --reverse-order --max-items 40',
  '--query "events[?stateEnteredEventDetails].[timestamp,stateEnteredEventDetails.name]" --output text',
)}`;

const BY_HAND: Readonly<Record<FailbackStop, (plan: FailoverPlan) => readonly Part[]>> = {
  rejoin: rejoinByHand,
  release: releaseByHand,
  'come back': comeBackByHand,
  verify: verifyByHand,
  'hand back': handBackByHand,
};

function rejoinByHand(plan: FailoverPlan): readonly Part[] {
  const { primary, recovery, promotions } = plan;
  return [
    `A database of ${primary.region} has not come to follow ${recovery.region} in half a day. Nothing else was changed; users are served from ${recovery.region}.`,
    ...promotions.flatMap((database) => followAgain(plan, database, primary, recovery).steps),
    step('They follow, or nearly: let the machine wait for the rest, and tell you.', start(primary, 'rejoin')),
  ];
}

function releaseByHand(plan: FailoverPlan): readonly Part[] {
  const { primary, recovery, promotions, settings } = plan;
  const { region } = primary;
  const regions = { ':primary': primary.region, ':recovery': recovery.region };
  const copies = promotions.filter(catchesUp);
  return [
    `It was called off before the lock changed hands: ${recovery.region} did not release it, a copy did not catch up, or the lock could not be written. Nothing was changed, and ${recovery.region} goes on. The message says which; most often it is enough to start \`failback\` again at a quieter hour.`,
    step(`The guard of ${recovery.region} must run, and release:`, historyOf(recovery, 'guard')),
    `By hand, in one go, and with the machine \`failback\` not running:`,
    step(
      `Ask for the lock. The guard of ${recovery.region} closes its gate at its next look, and says that it did.`,
      changeLock(plan, region, {
        update: 'SET wanted = :primary',
        only: 'writer = :recovery AND phase = :settled AND (attribute_not_exists(wanted) OR wanted = :primary)',
        values: { ...regions, ':settled': 'settled' },
      }),
    ),
    step(
      `In another window: say that somebody is there. Without a sign for ${formatSeconds(settings.lease.value)} ${recovery.region} takes its lease back. It ends by itself when the lock has changed hands.`,
      `while SIGN="$(date +%s)" && ${changeLock(plan, region, {
        update: 'SET renewal = :renewal',
        only: 'writer = :recovery AND wanted = :primary',
        values: { ...regions, ':renewal': '$SIGN' },
      })}; do sleep 30; done`,
    ),
    step(`Wait until it says ${recovery.region}; from then on nothing writes.`, until(readLock(plan, region, 'released'), recovery.region)),
    step('The gate must say `deny`:', lookAtGate(recovery)),
    ...(copies.length > 0
      ? [
          step(
            `Wait ${formatSeconds(CAUGHT_UP.settleSeconds)}, so that what is known was measured afterwards; then every alarm must be in ALARM, which says that the copy has all:`,
            `sleep ${CAUGHT_UP.settleSeconds}
${aws(region, 'cloudwatch describe-alarms', `--alarm-names ${copies.map(({ name }) => caughtUpAlarm(primary, name)).join(' ')}`, "--query 'MetricAlarms[].[AlarmName,StateValue]' --output text")}`,
          ),
        ]
      : []),
    step(
      `Take the lock. From here on ${region} writes; the detector of ${recovery.region} starts \`handback\` by itself.`,
      changeLock(plan, region, {
        update:
          'SET writer = :primary, fenced = :recovery, phase = :returning, renewal = :new, epoch = epoch + :one REMOVE wanted, released',
        only: 'writer = :recovery AND wanted = :primary AND released = :recovery',
        values: { ...regions, ':returning': 'returning', ':new': 'by-hand', ':one': 1 },
      }),
    ),
    step('Let the machine go on from there:', start(primary, 'failback')),
    step(
      `Something is wrong, and the lock is not taken yet: call it off. ${recovery.region} writes again within a minute.`,
      changeLock(plan, region, {
        update: 'REMOVE wanted, released',
        only: 'writer = :recovery AND wanted = :primary',
        values: regions,
      }),
    ),
  ];
}

function comeBackByHand(plan: FailoverPlan): readonly Part[] {
  const { primary, recovery, promotions, witnessHost, writerHost, failedOver } = plan;
  const { namespace, metric, dimensions, region } = failedOver;
  const chosen = Object.entries(dimensions)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return [
    `The lock belongs to ${primary.region}. A database was not promoted or handed over, or users are still led to ${recovery.region}. Nothing is undone: what is done is found done.`,
    ...promotions.flatMap((database) => handOver(plan, database)),
    step(`The gate of ${primary.region} must say \`allow\`; its guard opens it at its next look.`, lookAtGate(primary)),
    step('It does not, and the lock names this region: open it.', setGate(primary, 'allow')),
    step(
      `The guard of ${region} lets users go when the lock says so. Say it by hand:`,
      aws(region, 'cloudwatch put-metric-data', `--namespace ${namespace} --metric-name ${metric} --dimensions ${chosen} --value 0`),
    ),
    step(`Both names must say ${primary.region} within some minutes:`, [witnessHost, writerHost].map(askResolvers).join('\n')),
    step('Let the machine go on from there:', start(primary, 'failback')),
  ];
}

function verifyByHand(plan: FailoverPlan): readonly Part[] {
  const { primary, endpoints, witnessHost } = plan;
  return [
    `Databases and users are in ${primary.region}, and requests from outside fail, or the lock could not be written.`,
    ...(endpoints.length > 0
      ? [
          step(
            'Which host, and whether it is the region or the name:',
            endpoints
              .flatMap(({ host, regionalHost, regionCheck }) => {
                const path = regionCheck.kind === 'https' ? regionCheck.path : '/';
                return [askHost(host, path), askHost(regionalHost, path)];
              })
              .join('\n'),
          ),
        ]
      : []),
    step('Where the name leads:', askResolvers(witnessHost)),
    step(
      'Pods that asked who writes before they could start, or hold connections from before, are started anew:',
      `kubectl --context ${primary.name} --namespace ${primary.namespace} get pods
kubectl --context ${primary.name} --namespace ${primary.namespace} rollout restart deployment`,
    ),
    step('It answers: let the machine see it, and tell people.', start(primary, 'failback')),
    `It cannot be made to serve: the way out is a failover, which needs the copies of ${plan.recovery.region}. Until [hand back](#${stopHeading(plan.environment, 'hand back').replaceAll(' ', '-')}) is done they are behind; see [${RECOVERY_RUNBOOKS.failover}](${RECOVERY_RUNBOOKS.failover}).`,
  ];
}

function handBackByHand(plan: FailoverPlan): readonly Part[] {
  const { primary, recovery, promotions } = plan;
  const regions = { ':primary': primary.region };
  return [
    `Users are served from ${primary.region}. A database of ${recovery.region} does not follow yet: **until it does, nothing can fail over.**`,
    ...promotions.flatMap((database) => handOver(plan, database, 'look')),
    ...promotions.flatMap((database) => followAgain(plan, database, recovery, primary).steps),
    step('Let the machine wait for the rest:', start(recovery, 'handback')),
    step(
      'Every copy follows, and the machine does not see it: say so in the lock. From here on a failover may start.',
      changeLock(plan, recovery.region, {
        update: 'SET phase = :settled REMOVE fenced',
        only: 'writer = :primary AND phase = :returned',
        values: { ...regions, ':returned': 'returned', ':settled': 'settled' },
      }),
    ),
  ];
}
