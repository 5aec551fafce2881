import type { BlueGreenPlan, CanaryPlan } from '../../lib/model';
import { indicators, meshSeries } from '../../lib/model/indicators';
import { kinds, type Node, render, webService } from './support';

const judgedBy = indicators({ service: 'cart', namespace: 'shop', series: meshSeries('http'), availability: 99.9 });
const canary = (more: Partial<CanaryPlan> = {}): CanaryPlan => ({
  strategy: 'canary',
  steps: [{ weight: 5, pauseSeconds: 60 }, { weight: 50 }],
  judgedBy,
  ...more,
});
const blueGreen = (more: Partial<BlueGreenPlan> = {}): BlueGreenPlan => ({ strategy: 'blueGreen', judgedBy, ...more });

const rendered = (rollout: CanaryPlan | BlueGreenPlan) => render(webService({ rollout }));
const spec = (rollout: CanaryPlan | BlueGreenPlan) =>
  rendered(rollout).kind('Rollout').spec as Node & { strategy: Record<string, unknown> };
const servicesOf = (rollout: CanaryPlan | BlueGreenPlan) =>
  rendered(rollout)
    .all.filter(({ kind }) => String(kind) === 'Service')
    .map(({ metadata }) => metadata.name);

describe('a progressive roll-out', () => {
  test('is a Rollout in place of the Deployment, and everything else follows it', () => {
    expect(kinds(webService({ rollout: canary() }))).toEqual([
      'AnalysisTemplate',
      'HorizontalPodAutoscaler',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Rollout',
      'Service',
      'Service',
      'ServiceAccount',
    ]);
    const { spec: autoscaler } = rendered(canary()).kind('HorizontalPodAutoscaler');
    expect(autoscaler.scaleTargetRef).toEqual({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'cart' });
  });

  test('has the same pods as a Deployment would have, spread by version under the label of Argo Rollouts', () => {
    const template = JSON.stringify(render(webService()).kind('Deployment').spec.template);
    const own = JSON.stringify(rendered(canary()).kind('Rollout').spec.template);
    expect(own).toBe(template.replaceAll('"pod-template-hash"', '"rollouts-pod-template-hash"'));
    expect(own).not.toBe(template);
  });

  test('leaves replicas to the autoscaler, and never has fewer pods than the floor', () => {
    expect(spec(canary()).replicas).toBeUndefined();
    expect(spec(canary()).strategy.canary).toMatchObject({ maxUnavailable: 0 });
    expect(spec(blueGreen()).strategy.blueGreen).toMatchObject({ maxUnavailable: 0 });
  });

  test('gives up by itself when it makes no progress', () => {
    expect(spec(canary())).toMatchObject({ progressDeadlineAbort: true, progressDeadlineSeconds: 600 });
  });

  test('gives up when the new version misses an objective more than three times', () => {
    const { metrics } = rendered(canary()).kind('AnalysisTemplate').spec as unknown as { metrics: Node[] };
    expect(metrics).toHaveLength(1);
    expect(metrics[0]).toMatchObject({
      name: 'success-rate',
      failureLimit: 3,
      failureCondition: expect.stringContaining('result[0] < 0.999'),
      successCondition: expect.stringContaining('result[0] >= 0.999'),
    });
  });

  test('without traffic is neither good nor bad: it pauses until a person decides', () => {
    const { metrics } = rendered(canary()).kind('AnalysisTemplate').spec as unknown as { metrics: Node[] };
    for (const condition of ['successCondition', 'failureCondition']) {
      expect(metrics[0]?.[condition]).toMatch(/^len\(result\) > 0 && !isNaN\(result\[0\]\) && /);
    }
    expect(metrics[0]?.inconclusiveLimit).toBe(5);
  });

  test('that nothing judges has no analysis', () => {
    expect(kinds(webService({ rollout: canary({ judgedBy: undefined }) }))).not.toContain('AnalysisTemplate');
    expect(JSON.stringify(spec(canary({ judgedBy: undefined })))).not.toContain('nalysis');
  });
});

describe('a canary', () => {
  test('takes its share step by step, judged from the first share on', () => {
    const strategy = spec(canary()).strategy.canary as { steps: Node[]; analysis: { startingStep: number } };
    expect(strategy.steps).toEqual([{ setWeight: 5 }, { pause: { duration: '60s' } }, { setWeight: 50 }]);
    expect(strategy.analysis).toMatchObject({
      startingStep: 1,
      templates: [{ templateName: 'cart-objectives' }],
      args: [{ name: 'version', valueFrom: { podTemplateHashValue: 'Latest' } }],
    });
  });

  test('without a mesh divides by pods, and has a Service for the new version alone', () => {
    expect(spec(canary()).strategy.canary).toMatchObject({ canaryService: 'cart-preview', maxSurge: '25%' });
    expect(servicesOf(canary())).toEqual(['cart', 'cart-preview']);
  });

  test('in a mesh divides by requests: the route and both subsets are named', () => {
    expect(spec(canary({ router: 'istio' })).strategy.canary).toMatchObject({
      trafficRouting: {
        istio: {
          virtualService: { name: 'cart', routes: ['primary'] },
          destinationRule: { name: 'cart', stableSubsetName: 'stable', canarySubsetName: 'canary' },
        },
      },
    });
    expect(servicesOf(canary({ router: 'istio' }))).toEqual(['cart']);
  });

  test('with a header serves requests that carry it before it takes a share', () => {
    const { steps, analysis } = spec(canary({ router: 'istio', header: { name: 'x-version', value: 'v2' } })).strategy.canary as {
      steps: Node[];
      analysis: { startingStep: number };
    };
    const kind = (step: Node | undefined) => Object.keys(step ?? {})[0];
    expect(steps.map(kind)).toEqual(['setCanaryScale', 'pause', 'setCanaryScale', 'setWeight', 'pause', 'setWeight']);
    expect(kind(steps[analysis.startingStep - 1])).toBe('setWeight');
    // The mesh has the route at all times: Argo Rollouts is not asked to make it.
    expect(steps.some((step) => 'setHeaderRoute' in step)).toBe(false);
  });
});

describe('a blue-green roll-out', () => {
  test('switches one Service and shows the preview by another', () => {
    expect(spec(blueGreen()).strategy.blueGreen).toMatchObject({ activeService: 'cart', previewService: 'cart-preview' });
    expect(servicesOf(blueGreen())).toEqual(['cart', 'cart-preview']);
  });

  test('waits for a person, or as long as declared', () => {
    expect(spec(blueGreen()).strategy.blueGreen).toMatchObject({ autoPromotionEnabled: false });
    expect(spec(blueGreen()).strategy.blueGreen).not.toHaveProperty('autoPromotionSeconds');
    expect(spec(blueGreen({ autoPromoteSeconds: 300 })).strategy.blueGreen).toMatchObject({ autoPromotionSeconds: 300 });
  });

  test('is judged by live traffic after the switch, for a counted time, while the old set still runs', () => {
    expect(spec(blueGreen()).strategy.blueGreen).toMatchObject({
      postPromotionAnalysis: { templates: [{ templateName: 'cart-objectives' }] },
      scaleDownDelaySeconds: 600,
    });
    const { metrics } = rendered(blueGreen()).kind('AnalysisTemplate').spec as unknown as { metrics: Node[] };
    expect(metrics[0]?.count).toBe(10);
  });
});
