import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type BlueGreenPlan,
  type CanaryPlan,
  goodShare,
  type Indicators,
  type ObjectiveIndicator,
  PROMETHEUS_URL,
  standardLabels,
  type Workload,
} from '../../model';

/** Seconds between two measurements. */
const INTERVAL = 60;
/** The first rates of a new version need a whole window and two scrapes, in seconds. */
const INITIAL_DELAY = 180;
/** Measurements that may miss the objective: at little traffic a single failed request is one. */
const FAILURE_LIMIT = 3;
/** Measurements that may find no traffic to judge; after that the roll-out pauses until a person decides. */
const INCONCLUSIVE_LIMIT = 5;
/** Measurements after a switch. A canary is measured until it ends. */
const COUNT_AFTER_SWITCH = 10;
/** The argument that says which version is judged. */
const VERSION = 'version';

/** An analysis as strategies refer to it. */
export interface AnalysisReference {
  readonly templates: readonly { readonly templateName: string }[];
  readonly args: readonly { readonly name: string; readonly valueFrom: { readonly podTemplateHashValue: 'Latest' } }[];
}

export interface ObjectivesAnalysisProps {
  readonly workload: Workload;
  readonly plan: BlueGreenPlan | CanaryPlan;
  readonly indicators: Indicators;
}

/** The AnalysisTemplate that judges a new version by the objectives of its service. */
export class ObjectivesAnalysis extends Construct {
  /** How a strategy runs it, for the version that comes in. */
  readonly reference: AnalysisReference;

  constructor(scope: Construct, id: string, { workload, plan, indicators }: ObjectivesAnalysisProps) {
    super(scope, id);
    const name = `${workload.name}-objectives`;
    new ApiObject(this, 'Resource', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      metadata: { name, namespace: workload.namespace, labels: standardLabels(workload) },
      spec: {
        args: [{ name: VERSION }],
        metrics: indicators.objectives.map((objective) => metric(workload, plan, objective)),
      },
    });
    this.reference = { templates: [{ templateName: name }], args: [{ name: VERSION, valueFrom: { podTemplateHashValue: 'Latest' } }] };
  }
}

/** Without traffic there is neither success nor failure: both conditions are false, and the measurement is inconclusive. */
function metric({ name, namespace }: Workload, { strategy }: BlueGreenPlan | CanaryPlan, indicator: ObjectiveIndicator) {
  const measured = 'len(result) > 0 && !isNaN(result[0])';
  return {
    name: indicator.name,
    initialDelay: `${INITIAL_DELAY}s`,
    interval: `${INTERVAL}s`,
    ...(strategy === 'blueGreen' ? { count: COUNT_AFTER_SWITCH } : {}),
    successCondition: `${measured} && result[0] >= ${indicator.objective}`,
    failureCondition: `${measured} && result[0] < ${indicator.objective}`,
    failureLimit: FAILURE_LIMIT,
    inconclusiveLimit: INCONCLUSIVE_LIMIT,
    provider: { prometheus: { address: PROMETHEUS_URL, query: goodShare(indicator, name, namespace, `{{args.${VERSION}}}`) } },
  };
}
