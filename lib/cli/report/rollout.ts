import { type CanaryStep, figure, OLD_SET_STAYS_SECONDS, type RolloutPlan, type Workload } from '../../model';

/** How a new version of a workload comes in, and how it is taken back, as `--json` shows it. */
export interface RolloutStory {
  readonly strategy: RolloutPlan['strategy'] | 'recreate' | 'job';
  readonly stages: readonly string[];
  /** What aborts it by itself. */
  readonly judgedBy: readonly string[];
  readonly commands: Readonly<Record<string, string>>;
}

const READY = 'the pods are ready in time';

/** The story of a roll-out. */
export function rolloutStory(workload: Workload): RolloutStory {
  const { name, namespace, rollout, singleton, schedule } = workload;
  const lasting = {
    'roll back for good': 'git revert COMMIT, in the environments repository: what is synced from Git comes back otherwise',
  };
  if (schedule) return { strategy: 'job', stages: ['the next run starts the new version'], judgedBy: [], commands: lasting };
  if (rollout.strategy === 'rolling') {
    return {
      strategy: singleton ? 'recreate' : 'rolling',
      stages: [
        singleton ? 'the pod stops, then the new one starts' : 'a quarter of the pods at a time; none stops before its successor is ready',
      ],
      judgedBy: [READY],
      commands: { 'roll back now': `kubectl -n ${namespace} rollout undo deployment/${name}`, ...lasting },
    };
  }
  return {
    strategy: rollout.strategy,
    stages: stagesOf(rollout),
    judgedBy: [READY, ...(rollout.judgedBy?.objectives.map(({ meaning }) => meaning) ?? [])],
    commands: {
      watch: `kubectl argo rollouts -n ${namespace} get rollout ${name} --watch`,
      promote: `kubectl argo rollouts -n ${namespace} promote ${name}`,
      abort: `kubectl argo rollouts -n ${namespace} abort ${name}`,
      'roll back now': `kubectl argo rollouts -n ${namespace} undo ${name}`,
      ...lasting,
    },
  };
}

/** The same for a person. */
export function rolloutLines(workload: Workload): string[] {
  const { strategy, stages, judgedBy, commands } = rolloutStory(workload);
  const width = Math.max(...Object.keys(commands).map((command) => command.length));
  return [
    `new versions come in by ${strategy}: ${stages.join(', then ')}`,
    ...(judgedBy.length > 0 ? [`  given up unless ${judgedBy.join(', and ')}`] : []),
    ...Object.entries(commands).map(([command, text]) => `  ${command.padEnd(width)}  ${text}`),
  ];
}

function stagesOf(plan: Exclude<RolloutPlan, { strategy: 'rolling' }>): string[] {
  const header = plan.header && plan.router ? [`requests with ${plan.header.name}: ${plan.header.value}`] : [];
  if (plan.strategy === 'canary') return [...header, ...plan.steps.map(stage), '100%'];
  const promotion =
    plan.autoPromoteSeconds === undefined
      ? 'a person promotes it'
      : `it takes over by itself after ${figure(plan.autoPromoteSeconds / 60)} min`;
  return ['a whole second set starts', ...header, promotion, `the old set stays for ${figure(OLD_SET_STAYS_SECONDS / 60)} min`];
}

const stage = ({ weight, pauseSeconds }: CanaryStep) =>
  [...(weight === undefined ? [] : [`${weight}%`]), ...(pauseSeconds === undefined ? [] : [`${figure(pauseSeconds / 60)} min`])].join(
    ' for ',
  );
