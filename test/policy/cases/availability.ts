import { container, cronJob, shop } from '../support';
import type { CaseTable } from './case';

const floor = (minReplicas: number) => shop({ autoscaler: { spec: { minReplicas } } });
/** Without an autoscaler, at a fixed number. */
const fixed = (replicas: number | undefined, more: Parameters<typeof shop>[0] = {}) =>
  shop({ ...more, without: ['HorizontalPodAutoscaler', ...(more.without ?? [])], deployment: { spec: { replicas }, ...more.deployment } });
const annotated = (annotations: Record<string, string>) => ({ metadata: { annotations } });
const singleton = annotated({ 'holdfast.dev/singleton': 'holds state in memory' });
const budget = (spec: Record<string, unknown>) => shop({ budget: { spec: { maxUnavailable: undefined, ...spec } } });
const metric = (type: string, name: string, containerName?: string) => [
  {
    type,
    [type === 'Resource' ? 'resource' : 'containerResource']: {
      name,
      container: containerName,
      target: { type: 'Utilization', averageUtilization: 70 },
    },
  },
];
const rolling = (rollingUpdate: Record<string, unknown>, pod: Record<string, unknown> = {}) =>
  shop({ pod, deployment: { spec: { strategy: { rollingUpdate: { maxUnavailable: undefined, ...rollingUpdate } } } } });
const probe = (name: string, changes: Record<string, unknown> | undefined) => shop({ container: { [name]: changes } });
const stop = (preStop: unknown, pod: Record<string, unknown> = {}) =>
  shop({ pod, container: { lifecycle: { preStop: undefined, ...(preStop ? { preStop } : {}) } } });
const exec = (...command: string[]) => ({ exec: { command } });
const antiAffinity = (topologyKey: string) => ({ topologyKey, labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } } });

/** Rules that keep a service up while pods, nodes and zones go. */
export const availabilityCases: CaseTable = {
  K19: {
    breaks: {
      'no readiness': probe('readinessProbe', undefined),
      'no liveness': probe('livenessProbe', undefined),
      'a probe that asks nothing': probe('livenessProbe', { httpGet: undefined }),
      'a probe of a port that is not there': probe('readinessProbe', { httpGet: { port: 'admin' } }),
      'a probe of a number that is not there': probe('readinessProbe', { httpGet: { port: 9090 } }),
      'a slow start without startup probe': probe('livenessProbe', { initialDelaySeconds: 60 }),
    },
    keeps: {
      'a probe by number': probe('readinessProbe', { httpGet: { port: 8080 } }),
      'a slow start with one': shop({
        container: { livenessProbe: { initialDelaySeconds: 60 }, startupProbe: { httpGet: { path: '/', port: 'http' } } },
      }),
      'a worker without ports': shop({ container: { ports: undefined, readinessProbe: undefined, livenessProbe: undefined } }),
      'an init container': shop({
        pod: { initContainers: [container({ name: 'init', readinessProbe: undefined, livenessProbe: undefined })] },
      }),
    },
  },
  K20: {
    breaks: {
      'the same check with the same patience': probe('livenessProbe', { failureThreshold: 3 }),
      'less patience for the restart': probe('livenessProbe', { periodSeconds: 2 }),
    },
    keeps: { 'another check': probe('livenessProbe', { httpGet: { path: '/alive' }, failureThreshold: 3 }) },
  },
  K21: {
    breaks: {
      'one replica': fixed(1),
      'no replicas, which means one': fixed(undefined),
      'an autoscaler that goes down to one': floor(1),
      'two where the tier asks for three': fixed(2, {
        deployment: { ...annotated({ 'holdfast.dev/minimum-replicas': '3' }), spec: { replicas: 2 } },
      }),
      'a singleton of tier 1, as a warning': fixed(1, {
        deployment: {
          ...annotated({ 'holdfast.dev/singleton': 'holds state in memory', 'holdfast.dev/minimum-replicas': '3' }),
          spec: { replicas: 1 },
        },
      }),
    },
    keeps: {
      'two replicas': fixed(2),
      'three where the tier asks for three': fixed(3, {
        deployment: { ...annotated({ 'holdfast.dev/minimum-replicas': '3' }), spec: { replicas: 3 } },
      }),
      'a cron job': shop({ add: [cronJob()] }),
    },
  },
  K22: {
    breaks: {
      'no budget': shop({ without: ['PodDisruptionBudget'] }),
      'a budget that allows nothing': budget({ maxUnavailable: 0 }),
      'as many available as run at the floor': budget({ minAvailable: 3 }),
      'all of them in percent': budget({ minAvailable: '100%' }),
      'a share that rounds up to all': budget({ minAvailable: '67%' }),
      'a budget without a figure': budget({}),
      'a budget that selects nothing': shop({ budget: { spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'other' } } } } }),
      'two budgets for one pod': shop({
        add: [
          {
            apiVersion: 'policy/v1',
            kind: 'PodDisruptionBudget',
            metadata: { name: 'all', namespace: 'shop' },
            spec: { maxUnavailable: 1, selector: {} },
          },
        ],
      }),
      'a singleton that must stay': fixed(1, {
        deployment: { ...singleton, spec: { replicas: 1 } },
        budget: { spec: { maxUnavailable: undefined, minAvailable: 1 } },
      }),
    },
    keeps: {
      'a share that rounds up to one': budget({ maxUnavailable: '25%' }),
      'a budget of pods that an operator makes': shop({
        add: [
          {
            apiVersion: 'policy/v1',
            kind: 'PodDisruptionBudget',
            metadata: { name: 'prometheus', namespace: 'shop', annotations: { 'holdfast.dev/provided-by': 'an operator' } },
            spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'prometheus' } } },
          },
        ],
      }),
      'two of three available': budget({ minAvailable: 2 }),
      'a singleton that may go': fixed(1, { deployment: { ...singleton, spec: { replicas: 1 } } }),
    },
  },
  K23: {
    breaks: {
      'a target that does not exist': shop({ autoscaler: { spec: { scaleTargetRef: { name: 'basket' } } } }),
      'a target in the wrong group': shop({ autoscaler: { spec: { scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1' } } } }),
      'a floor of one': floor(1),
      'a ceiling below the floor': shop({ autoscaler: { spec: { maxReplicas: 2 } } }),
      'utilisation without a request': shop({ container: { resources: { requests: { cpu: undefined } } } }),
      'a sidecar without a request': shop({
        pod: { initContainers: [container({ name: 'proxy', restartPolicy: 'Always', resources: undefined })] },
      }),
      'a container that is not there': shop({ autoscaler: { spec: { metrics: metric('ContainerResource', 'cpu', 'proxy') } } }),
    },
    keeps: {
      'a container by name': shop({ autoscaler: { spec: { metrics: metric('ContainerResource', 'cpu', 'cart') } } }),
      'an init container without a request': shop({ pod: { initContainers: [container({ name: 'init', resources: undefined })] } }),
    },
  },
  K24: {
    breaks: { 'fixed replicas beside the autoscaler': shop({ deployment: { spec: { replicas: 3 } } }) },
    keeps: { 'fixed replicas without one': fixed(3) },
  },
  K25: {
    breaks: {
      'no spread': shop({ pod: { topologySpreadConstraints: undefined } }),
      'over hosts only': shop({ pod: { topologySpreadConstraints: [antiAffinity('kubernetes.io/hostname')] } }),
      'a spread that counts other pods': shop({
        pod: {
          topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
            topologyKey,
            labelSelector: { matchLabels: { app: 'other' } },
          })),
        },
      }),
    },
    keeps: {
      'anti-affinity over both': shop({
        pod: {
          topologySpreadConstraints: undefined,
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [antiAffinity('topology.kubernetes.io/zone')],
              preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: antiAffinity('kubernetes.io/hostname') }],
            },
          },
        },
      }),
      'a single pod': fixed(1, { pod: { topologySpreadConstraints: undefined } }),
    },
  },
  K26: {
    breaks: {
      'two of three at a time': rolling({ maxUnavailable: 2 }),
      'one at a time without a spread over zones': rolling({ maxUnavailable: 1 }, { topologySpreadConstraints: undefined }),
      'all at once': shop({ deployment: { spec: { strategy: { type: 'Recreate', rollingUpdate: undefined } } } }),
    },
    keeps: {
      'one of three, covered by the spread': rolling({ maxUnavailable: 1 }),
      'the default share of three, which rounds down to none': rolling({}, { topologySpreadConstraints: undefined }),
      'a single pod that is recreated': fixed(1, {
        deployment: { spec: { replicas: 1, strategy: { type: 'Recreate', rollingUpdate: undefined } } },
      }),
    },
  },
  K29: {
    breaks: {
      'no deadline to start': shop({ add: [cronJob({ startingDeadlineSeconds: undefined })] }),
      'a deadline between two looks': shop({ add: [cronJob({ startingDeadlineSeconds: 5 })] }),
      'no time zone': shop({ add: [cronJob({ timeZone: undefined })] }),
      'no concurrency policy': shop({ add: [cronJob({ concurrencyPolicy: undefined })] }),
      'no history limit': shop({ add: [cronJob({ failedJobsHistoryLimit: undefined })] }),
      'no end of a run': shop({ add: [cronJob({}, { activeDeadlineSeconds: undefined })] }),
      'no removal of finished runs': shop({ add: [cronJob({}, { ttlSecondsAfterFinished: undefined })] }),
    },
    keeps: { 'all of it': shop({ add: [cronJob()] }) },
  },
  K33: {
    breaks: {
      'no wait': stop(undefined),
      'too short a wait': stop(exec('sleep', '2')),
      'a wait as long as the grace period': stop(exec('sleep', '40')),
      'too short a wait of the kubelet': stop({ sleep: { seconds: 1 } }),
      'a wait beyond the default grace period': stop(exec('sh', '-c', 'sleep 30'), { terminationGracePeriodSeconds: undefined }),
    },
    keeps: {
      'a shell that sleeps': stop(exec('sh', '-c', 'sleep 10; exec nginx -s quit')),
      'the kubelet waits': stop({ sleep: { seconds: 10 } }),
      'a hook of its own': stop(exec('/bin/drain')),
      'nothing calls it': shop({ without: ['Service'], container: { lifecycle: undefined } }),
    },
  },
};
