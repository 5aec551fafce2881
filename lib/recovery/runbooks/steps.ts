import { type FailoverPlan, NODE_GROUP, RECOVERY_RUNBOOKS, stateMachineArn, stateMachineName } from '../../model';
import { formatSeconds } from '../../spec';
import { askHost, askResolvers, aws, changeLock, lookAtGate, readLock, setGate, sizeNodes } from './commands';
import { type Part, step } from './markdown';
import { promoteByHand } from './promote';

/** Starts the machine behind everything that was done before. */
const goOn = ({ recovery }: FailoverPlan, what = 'Let the machine go on from there:') =>
  step(
    what,
    aws(
      recovery.region,
      'stepfunctions start-execution',
      `--state-machine-arn ${stateMachineArn(recovery, 'failover')}`,
      `--input '{"because":"started again by hand"}'`,
    ),
  );

/** Says in the lock that the other region wants to write: whoever finds it so asks nobody any more. */
const decide = (plan: FailoverPlan) =>
  step(
    `You decide that ${plan.primary.region} is left although nothing confirms it: say so in the lock. From here on it cannot renew its lease.`,
    changeLock(plan, plan.recovery.region, {
      update: 'SET wanted = :recovery',
      only: 'writer = :primary AND (attribute_not_exists(wanted) OR wanted = :recovery)',
      values: { ':primary': plan.primary.region, ':recovery': plan.recovery.region },
    }),
  );

export function confirmByHand(plan: FailoverPlan): readonly Part[] {
  const { primary, recovery, endpoints, witnessHost } = plan;
  return [
    `${primary.region} does not answer from ${recovery.region}, while Route 53's checkers hold it for up, or two resolvers say different things. Nothing was changed: the detector goes on looking, and the alarm \`${stateMachineName(recovery, 'failover')}-failed\` told you. One network between the regions may be all that is broken.`,
    ...(endpoints.length > 0
      ? [
          step(
            'Ask from where you are: 000 is no answer at all.',
            endpoints
              .map(({ regionalHost, regionCheck }) => askHost(regionalHost, regionCheck.kind === 'https' ? regionCheck.path : '/'))
              .join('\n'),
          ),
        ]
      : []),
    step("What Route 53's checkers hold for the region that serves:", askResolvers(witnessHost)),
    decide(plan),
    goOn(plan),
  ];
}

export function approveByHand(plan: FailoverPlan): readonly Part[] {
  const { approval, settings, primary, recovery } = plan;
  if (approval.by !== 'person') return [`Nobody is asked in this environment: ${approval.because}.`];
  return [
    `It waits ${formatSeconds(settings.approvalSeconds)} for a person, because ${approval.because}. The message holds the command that says yes. Where nobody said it in time, the wish was withdrawn and ${primary.region} goes on.`,
    step(
      'Say yes, with the token of the message:',
      `TOKEN='the token of the message'\n${aws(recovery.region, 'stepfunctions send-task-success', '--task-output true --task-token "$TOKEN"')}`,
    ),
    'It is too late for that: decide it yourself.',
    decide(plan),
    goOn(plan),
  ];
}

export function fenceByHand(plan: FailoverPlan): readonly Part[] {
  const { primary, recovery, settings, lockTable, witness } = plan;
  const others = [primary.region, ...(witness === undefined ? [] : [witness])].join(' and ');
  return [
    `The lock \`${lockTable}\` could not be read or written from ${recovery.region}, so nobody knows that ${primary.region} has stopped writing. Nothing was changed, and the wish was withdrawn where that was possible. **Promote nothing before the lock is yours: two regions that write are worse than one that does not.**`,
    step('Whether the lock can be read, and what it says:', readLock(plan, recovery.region)),
    step(`DynamoDB answers again: let the machine do the rest. It needs ${recovery.region} and one of ${others}.`),
    goOn(plan),
    `It does not go on, and the lock can be read and written: take it as the machine would.`,
    decide(plan),
    step(
      `Wait as long as a guard needs to notice (${formatSeconds(settings.lease.value)}), unless it has released the lock already; then take it. A refusal says that ${primary.region} still renews: begin again.`,
      `RENEWAL="$(${readLock(plan, recovery.region, 'renewal')})"
sleep ${settings.lease.value}
${changeLock(plan, recovery.region, {
  update: 'SET writer = :recovery, fenced = :primary, phase = :claimed, renewal = :new, epoch = epoch + :one REMOVE wanted, released',
  only: 'writer = :primary AND wanted = :recovery AND (released = :primary OR renewal = :renewal)',
  values: {
    ':primary': primary.region,
    ':recovery': recovery.region,
    ':claimed': 'claimed',
    ':new': 'by-hand',
    ':one': 1,
    ':renewal': '$RENEWAL',
  },
})}`,
    ),
    goOn(plan),
    step(
      `${recovery.region} does not reach the lock, and ${primary.region} may: the table is the same in both. Type the commands above with \`--region ${primary.region}\`, once this answers:`,
      readLock(plan, primary.region),
    ),
    step(
      `Nobody reaches the lock: then the guard of ${primary.region} does not either, and has closed the gate. Look; it must say \`deny\`.`,
      lookAtGate(primary),
    ),
    step('It says `allow`, or the guard is gone: close it yourself.', setGate(primary, 'deny')),
    `Neither the lock nor the EC2 API of ${primary.region} answers: global databases may be promoted all the same, since AWS keeps the other side from writing. A read replica may not; whoever answers for ${plan.environment} decides, and says so in writing.`,
  ];
}

export function takeOverByHand(plan: FailoverPlan): readonly Part[] {
  const { environment, recovery, promotions, failedOver, witnessHost, primary, nodes } = plan;
  const { region, name } = recovery;
  const { namespace, metric, dimensions, alarm } = failedOver;
  const chosen = Object.entries(dimensions)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return [
    `The lock belongs to ${region}, and ${primary.region} writes no more. The message says which of the steps failed: \`promote\` with the name of a database, \`scale\` or \`switch\`. They were tried side by side, and those that went well are done. Too few nodes do not stop it; a database that cannot be written to, and users who are led elsewhere, do.`,
    `#### ${environment}: promote`,
    ...(promotions.length > 0
      ? promotions.flatMap((database) => promoteByHand(plan, database))
      : ['No database of this environment has a copy that is promoted.']),
    ...plan.byPerson.map(
      ({ name: database, runbook }) =>
        `**${database}** is promoted by nobody: restore it as [its runbook](${RECOVERY_RUNBOOKS[runbook]}) says.`,
    ),
    `#### ${environment}: scale`,
    step(
      'The nodes, and why there are no more of them:',
      `${aws(region, 'eks describe-nodegroup', `--cluster-name ${name} --nodegroup-name ${NODE_GROUP}`, "--query 'nodegroup.[status,scalingConfig,health.issues]'")}
GROUP="$(${aws(region, 'eks describe-nodegroup', `--cluster-name ${name} --nodegroup-name ${NODE_GROUP}`, "--query 'nodegroup.resources.autoScalingGroups[0].name' --output text")})"
${aws(region, 'autoscaling describe-scaling-activities', '--auto-scaling-group-name "$GROUP" --max-items 5', "--query 'Activities[].[StatusCode,StatusMessage]' --output text")}`,
    ),
    step('Grow it by hand:', sizeNodes(recovery, nodes ?? { min: recovery.nodes.min.value, max: recovery.nodes.max.value })),
    step(
      'AWS has no capacity: what matters least makes room for what matters most. Pods that wait, and the autoscalers:',
      `kubectl --context ${name} get pods --all-namespaces --field-selector status.phase=Pending
kubectl --context ${name} --namespace ${recovery.namespace} get horizontalpodautoscalers`,
    ),
    `#### ${environment}: switch`,
    step(
      `Users are led by health checks of Route 53; nothing changes a record. The guard of ${region} says every 30 s that ${primary.region} was left; say it by hand:`,
      aws(region, 'cloudwatch put-metric-data', `--namespace ${namespace} --metric-name ${metric} --dimensions ${chosen} --value 1`),
    ),
    step(
      'The alarm behind the health check must be in ALARM within two minutes:',
      aws(
        region,
        'cloudwatch describe-alarms',
        `--alarm-names ${alarm}`,
        "--query 'MetricAlarms[0].[StateValue,StateReason]' --output text",
      ),
    ),
    step(`The resolvers must name ${region} soon after:`, askResolvers(witnessHost)),
    `#### ${environment}: go on`,
    goOn(plan, 'Everything is done that failed: let the machine verify it, and tell people.'),
  ];
}

export function verifyByHand(plan: FailoverPlan): readonly Part[] {
  const { recovery, endpoints, witnessHost } = plan;
  const { name, namespace } = recovery;
  return [
    `Everything was promoted and switched, and still a public host does not answer from outside. Users are led to ${recovery.region}: what is wrong is there.`,
    ...(endpoints.length > 0
      ? [
          step(
            'Which one, and whether it is the region or the name:',
            endpoints
              .flatMap(({ host, regionCheck }) => {
                const path = regionCheck.kind === 'https' ? regionCheck.path : '/';
                const inRegion = `${recovery.region}.${host}`;
                return [askHost(host, path), askHost(inRegion, path)];
              })
              .join('\n'),
          ),
        ]
      : []),
    step('Where the name leads:', askResolvers(witnessHost)),
    step(
      'What runs, and what does not:',
      `kubectl --context ${name} --namespace ${namespace} get deployments,pods --output wide
kubectl --context ${name} --namespace ${namespace} get events --sort-by .lastTimestamp`,
    ),
    `A service that does not start says why in its own runbook (PodCrashLooping, ServiceUnavailable). When a database is what it waits for, look at [promote](#${plan.environment}-promote) again.`,
    goOn(plan, 'It answers: let the machine see it, keep the times and tell people.'),
    step(
      `Nothing helps, and the newest release is the reason: go back to the one before. [${RECOVERY_RUNBOOKS.cluster}](${RECOVERY_RUNBOOKS.cluster}) is for objects that are lost.`,
      `npx holdfast rollback --environment ${plan.environment} --push`,
    ),
  ];
}
