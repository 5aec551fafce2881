import { type Platform, resolvePlatform } from '../../lib/model';
import {
  checkJoin,
  checkManifests,
  checkPipelines,
  checkPlatform,
  checkTerraform,
  checkTree,
  type Finding,
  type ManifestSet,
} from '../../lib/policy';
import { parseSpec } from '../../lib/spec';
import type { Subject } from './cases/case';

type Json = Record<string, unknown>;

/** What differs from the compliant shop; `undefined` removes a field, lists are replaced. */
export interface Changes {
  readonly container?: Json;
  readonly pod?: Json;
  readonly template?: Json;
  readonly deployment?: Json;
  readonly service?: Json;
  readonly budget?: Json;
  readonly autoscaler?: Json;
  readonly policy?: Json;
  readonly account?: Json;
  readonly add?: readonly unknown[];
  readonly without?: readonly string[];
}

const selector = { 'app.kubernetes.io/name': 'cart', 'app.kubernetes.io/instance': 'shop' };
const labels = {
  ...selector,
  'app.kubernetes.io/version': '1.4.2',
  'app.kubernetes.io/component': 'service',
  'app.kubernetes.io/part-of': 'shop',
  'app.kubernetes.io/managed-by': 'holdfast',
};
const metadata = { name: 'cart', namespace: 'shop', labels };
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
export const IMAGE = `registry.example.com:5000/shop/cart:1.4.2@${DIGEST}`;

/** A container that keeps every rule. */
export const container = (changes: Json = {}): Json =>
  patched(
    {
      name: 'cart',
      image: IMAGE,
      imagePullPolicy: 'IfNotPresent',
      ports: [{ name: 'http', containerPort: 8080 }],
      env: [{ name: 'LOG_LEVEL', value: 'info' }],
      resources: {
        requests: { cpu: '100m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
        limits: { memory: '128Mi', 'ephemeral-storage': '256Mi' },
      },
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      readinessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 10, failureThreshold: 3 },
      livenessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 10, failureThreshold: 6 },
      lifecycle: { preStop: { exec: { command: ['/holdfast/sleep', '10'] } } },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
    changes,
  );

const spread = (topologyKey: string) => ({
  topologyKey,
  maxSkew: 1,
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels: selector },
});

/** A pod spec that keeps every rule. */
export const podSpec = (changes: Json = {}, ofContainer: Json = {}): Json =>
  patched(
    {
      serviceAccountName: 'cart',
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 40,
      securityContext: { runAsNonRoot: true, runAsUser: 10_001, runAsGroup: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
      topologySpreadConstraints: [spread('topology.kubernetes.io/zone'), spread('kubernetes.io/hostname')],
      containers: [container(ofContainer)],
      volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
    },
    changes,
  );

/** A bare pod of the shop. */
export const pod = (changes: Json = {}, ofContainer: Json = {}): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: podSpec(changes, ofContainer),
});

export const deployment = (changes: Json = {}, template: Json = {}, ofPod: Json = {}, ofContainer: Json = {}): Json =>
  patched(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: selector },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        template: patched({ metadata: { labels }, spec: podSpec(ofPod, ofContainer) }, template),
      },
    },
    changes,
  );

/** A cron job of the shop that keeps every rule. */
export const cronJob = (spec: Json = {}, job: Json = {}): Json => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata,
  spec: patched(
    {
      schedule: '0 3 * * *',
      timeZone: 'Etc/UTC',
      startingDeadlineSeconds: 300,
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 5,
      jobTemplate: {
        spec: patched(
          {
            activeDeadlineSeconds: 3600,
            ttlSecondsAfterFinished: 86_400,
            template: { metadata: { labels }, spec: podSpec({ restartPolicy: 'Never' }) },
          },
          job,
        ),
      },
    },
    spec,
  ),
});

/** One service with all that belongs to it, in keeping with every rule; a case changes one thing of it. */
export function shop(changes: Changes = {}, set: Partial<ManifestSet> = {}): ManifestSet {
  const { add = [], without = [] } = changes;
  const objects = [
    deployment(changes.deployment, changes.template, changes.pod, changes.container),
    patched({ apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false }, changes.account),
    patched(
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }] } },
      changes.service,
    ),
    patched(
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { maxUnavailable: 1, selector: { matchLabels: selector } } },
      changes.budget,
    ),
    patched(
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' },
          minReplicas: 3,
          maxReplicas: 6,
          metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
        },
      },
      changes.autoscaler,
    ),
    patched(
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata,
        spec: {
          podSelector: { matchLabels: selector },
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{ from: [{ podSelector: {} }] }],
          egress: [],
        },
      },
      changes.policy,
    ),
  ].filter(({ kind }) => !without.includes(String(kind)));
  return { objects: [...objects, ...add].map((object) => ({ object })), ...set };
}

/** A platform of two regions in which one service calls another and uses a database. */
export function platform(
  changes: Json = {},
  ofClusters: (clusters: Platform['clusters']) => Platform['clusters'] = (clusters) => clusters,
): Platform {
  const service = {
    tier: '2',
    image: 'registry.example.com/shop/web:1.0.0',
    ports: { http: { port: 8080, protocol: 'http' } },
    probe: { http: { path: '/healthz' } },
    resources: { requests: { cpu: '500m', memory: '256Mi' } },
  };
  const file = patched(
    {
      platform: 'shop',
      domain: 'shop.example.com',
      repository: 'https://github.com/example/shop',
      regions: { primary: { name: 'us-east-1', cidr: '10.0.0.0/16' }, recovery: { name: 'us-west-2', cidr: '10.1.0.0/16' } },
      environments: { production: { account: '222222222222', regions: ['primary', 'recovery'] } },
      services: {
        web: {
          ...service,
          load: { users: 10_000, thinkTime: '10s', responseTime: '200ms', requestsPerReplica: 50 },
          calls: ['cart'],
          databases: ['orders'],
        },
        cart: { ...service, load: { requestsPerReplica: 100 } },
      },
      databases: { orders: { engine: 'postgres', tier: '2' } },
    },
    changes,
  );
  const resolved = resolvePlatform(parseSpec(JSON.stringify(file), 'platform.yaml').spec);
  return { ...resolved, clusters: ofClusters(resolved.clusters) };
}

/** A platform file whose values have no place. */
const NOWHERE = { file: 'platform.yaml', locate: () => ({ line: 1, column: 1 }) };

export function findingsOf(subject: Subject): readonly Finding[] {
  if (Array.isArray(subject)) return checkTree(subject as readonly ManifestSet[]);
  const single = subject as Exclude<Subject, readonly ManifestSet[]>;
  if ('stacks' in single) return checkJoin(single.of, single.manifests, single.stacks);
  if ('terraform' in single) return checkTerraform(single.terraform, single.platform);
  if ('images' in single) return checkPlatform(single.platform, { ...NOWHERE, images: single.images });
  if ('deployments' in single) return checkPipelines(single);
  return 'objects' in single ? checkManifests(single) : checkPlatform(single);
}

function patched(base: Json, changes: Json = {}): Json {
  const entries = Object.entries(changes).map(([key, value]) => {
    const own = base[key];
    return [key, isJson(own) && isJson(value) ? patched(own, value) : value] as const;
  });
  return Object.fromEntries(Object.entries({ ...base, ...Object.fromEntries(entries) }).filter(([, value]) => value !== undefined));
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
