import {
  type CanaryPlan,
  type CanaryStep,
  type HeaderRoute,
  PRIMARY_ROUTE,
  previewName,
  ROLLING_SURGE,
  SUBSETS,
  type Workload,
} from '../../model';
import type { AnalysisReference } from './objectives-analysis';

/** Pods of the new version while only requests with the header reach it. */
const HEADER_PODS = 2;
/** How long only requests with the header reach it, when no step says how long to watch, in seconds. */
const HEADER_PAUSE = 300;
/** The new set stays for this long after it was given up, so that its last requests end, in seconds. */
const ABORTED_SET_STAYS = 60;

type Step = Readonly<Record<string, unknown>>;

/** The steps to all of the traffic, measured in the background from the first share on. */
export function canaryStrategy(workload: Workload, plan: CanaryPlan, analysis: AnalysisReference | undefined) {
  const preview = plan.header && plan.router ? headerSteps(plan.header, plan.steps) : [];
  const steps = [...preview, ...plan.steps.flatMap(stepsOf)];
  const firstShare = steps.findIndex((step) => 'setWeight' in step);
  return {
    maxSurge: `${ROLLING_SURGE * 100}%`,
    maxUnavailable: 0,
    ...(plan.router ? { trafficRouting: istio(workload, plan.header), abortScaleDownDelaySeconds: ABORTED_SET_STAYS } : {}),
    ...(plan.router ? {} : { canaryService: previewName(workload.name) }),
    ...(analysis ? { analysis: { ...analysis, startingStep: firstShare + 1 } } : {}),
    steps,
  };
}

const stepsOf = ({ weight, pauseSeconds }: CanaryStep): Step[] => [
  ...(weight === undefined ? [] : [{ setWeight: weight }]),
  ...(pauseSeconds === undefined ? [] : [{ pause: { duration: `${pauseSeconds}s` } }]),
];

/** The name of the route that Argo Rollouts puts before all others. */
const HEADER_ROUTE = 'preview';

const headerSteps = ({ name, value }: HeaderRoute, steps: readonly CanaryStep[]): Step[] => [
  { setCanaryScale: { replicas: HEADER_PODS } },
  { setHeaderRoute: { name: HEADER_ROUTE, match: [{ headerName: name, headerValue: { exact: value } }] } },
  { pause: { duration: `${steps.find(({ pauseSeconds }) => pauseSeconds)?.pauseSeconds ?? HEADER_PAUSE}s` } },
  { setCanaryScale: { matchTrafficWeight: true } },
];

const istio = ({ name }: Workload, header: HeaderRoute | undefined) => ({
  ...(header ? { managedRoutes: [{ name: HEADER_ROUTE }] } : {}),
  istio: {
    virtualService: { name, routes: [PRIMARY_ROUTE] },
    destinationRule: { name, stableSubsetName: SUBSETS.stable, canarySubsetName: SUBSETS.canary },
  },
});
