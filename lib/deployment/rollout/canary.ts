import {
  type CanaryPlan,
  type CanaryStep,
  PRIMARY_ROUTE,
  previewName,
  ROLLING_SURGE,
  SUBSETS,
  type VersionRoute,
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
  const preview = plan.header && plan.router ? headerSteps(plan.steps) : [];
  const steps = [...preview, ...plan.steps.flatMap(stepsOf)];
  const firstShare = steps.findIndex((step) => 'setWeight' in step);
  return {
    maxSurge: `${ROLLING_SURGE * 100}%`,
    maxUnavailable: 0,
    ...(plan.router ? { trafficRouting: ROUTERS[plan.router](workload, plan), abortScaleDownDelaySeconds: ABORTED_SET_STAYS } : {}),
    ...(plan.router === 'istio' ? {} : { canaryService: previewName(workload.name) }),
    ...(plan.router === 'gatewayApi' ? { stableService: workload.name } : {}),
    ...(analysis ? { analysis: { ...analysis, startingStep: firstShare + 1 } } : {}),
    steps,
  };
}

const stepsOf = ({ weight, pauseSeconds }: CanaryStep): Step[] => [
  ...(weight === undefined ? [] : [{ setWeight: weight }]),
  ...(pauseSeconds === undefined ? [] : [{ pause: { duration: `${pauseSeconds}s` } }]),
];

/** The mesh always sends the header to the new version, which is the stable set while nothing is rolled out. */
const headerSteps = (steps: readonly CanaryStep[]): Step[] => [
  { setCanaryScale: { replicas: HEADER_PODS } },
  { pause: { duration: `${steps.find(({ pauseSeconds }) => pauseSeconds)?.pauseSeconds ?? HEADER_PAUSE}s` } },
  { setCanaryScale: { matchTrafficWeight: true } },
];

const istio = ({ name }: Workload, { routes = [{ kind: 'VirtualService', name, routes: [PRIMARY_ROUTE] }] }: CanaryPlan) => ({
  istio: {
    ...virtualServices(routes),
    destinationRule: { name, stableSubsetName: SUBSETS.stable, canarySubsetName: SUBSETS.canary },
  },
});

function virtualServices(routes: readonly VersionRoute[]): Step {
  const named = routes.map(({ name, routes: moved }) => ({ name, routes: [...moved] }));
  return named.length === 1 ? { virtualService: named[0] } : { virtualServices: named };
}

/** The plugin of Argo Rollouts for the Gateway API moves weights between the Services of both versions, wherever a rule has both. */
const gatewayApi = ({ namespace }: Workload, { routes = [] }: CanaryPlan) => {
  const named = (kind: VersionRoute['kind']) => routes.filter((route) => route.kind === kind).map(({ name }) => ({ name }));
  const [http, grpc] = [named('HTTPRoute'), named('GRPCRoute')];
  return {
    plugins: {
      'argoproj-labs/gatewayAPI': {
        namespace,
        ...(http.length > 0 ? { httpRoutes: http } : {}),
        ...(grpc.length > 0 ? { grpcRoutes: grpc } : {}),
      },
    },
  };
};

const ROUTERS: Readonly<Record<NonNullable<CanaryPlan['router']>, (workload: Workload, plan: CanaryPlan) => Step>> = { istio, gatewayApi };
