import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { dump } from 'js-yaml';
import {
  type Cluster,
  clusterBackupName,
  clusterBackups,
  type Platform,
  peerOf,
  RESTORE_TEST_NAMESPACE,
  RESTORE_TEST_RESULT,
  VELERO,
  versionOf,
} from '../../model';
import type { ImageReference } from '../../spec';
import { OWN_LOCATION, PEER_LOCATION } from './storage-locations';

export const RESTORE_TEST = 'restore-test';
const CHANGES = 'restore-test-changes';
/** kubectl, jq and a shell; the digest is what its tag pointed to. A client reads one version of the API server less or more. */
const IMAGE = {
  repository: 'docker.io/alpine/k8s',
  tag: '1.34.1',
  digest: 'sha256:ec714df3813b5405292860f8a1c55c5727bf8c33c88992f1e981efad8065547f',
} as const;
/** Beyond this number no user of a node has the same one (rule K04). */
const USER = 10_001;
const SCRIPT = readFileSync(join(__dirname, 'restore-test.sh'), 'utf8');
/** Time to clean up in, after the script gave up. */
const CLEANING_SECONDS = 900;

/**
 * What is restored: state, and what describes how it is used. Left out is whatever would act on its own: jobs that would run
 * a second time, autoscalers, routes and services that would take traffic or make a load balancer, and secrets' sources.
 */
const KINDS = ['configmaps', 'secrets', 'serviceaccounts', 'persistentvolumeclaims', 'deployments.apps', 'statefulsets.apps'];
const ROLLOUTS = 'rollouts.argoproj.io';

export interface RestoreTestProps {
  readonly platform: Platform;
  readonly cluster: Cluster;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A CronJob that restores the newest backup, looks whether it came back whole, and cleans up. It takes the backups that this
 * cluster would have to restore: those of the other region, or its own where there is no other one. When it last succeeded is
 * what kube-state-metrics says of it; what it found is in a ConfigMap.
 */
export class RestoreTest extends Construct {
  constructor(scope: Construct, id: string, { platform, cluster, labels }: RestoreTestProps) {
    super(scope, id);
    const { restoreTest, timeZone } = platform.spec.backups;
    const tested = peerOf(platform, cluster) ?? cluster;
    const rolledOut = tested.services.some(({ workload: { rollout } }) => rollout.strategy !== 'rolling');
    const kinds = [...KINDS, ...(rolledOut ? [ROLLOUTS] : [])];
    const { image } = restoreTest;
    const own = {
      ...labels,
      'app.kubernetes.io/name': RESTORE_TEST,
      'app.kubernetes.io/instance': platform.name,
      'app.kubernetes.io/version': image ? versionOf(image) : IMAGE.tag,
      'app.kubernetes.io/component': RESTORE_TEST,
    };
    const metadata = { name: RESTORE_TEST, namespace: VELERO.namespace, labels: own };
    const [plan] = clusterBackups(platform, tested);
    const env = {
      VELERO_NAMESPACE: VELERO.namespace,
      SCHEDULE: clusterBackupName(tested.region),
      LOCATION: tested === cluster ? OWN_LOCATION : PEER_LOCATION,
      SOURCE_NAMESPACE: tested.namespace,
      TEST_NAMESPACE: RESTORE_TEST_NAMESPACE,
      OLDEST_SECONDS: String(plan?.alertAfter.value ?? 0),
      WITHIN_SECONDS: String(restoreTest.timeout.seconds),
      KINDS: kinds.join(','),
      HOME: '/tmp',
    };

    new k8s.KubeServiceAccount(this, 'Account', { metadata, automountServiceAccountToken: false });
    this.access(metadata, own, rolledOut);
    new k8s.KubeConfigMap(this, 'Script', { metadata, data: { 'restore-test.sh': SCRIPT } });
    new k8s.KubeConfigMap(this, 'Changes', {
      metadata: { ...metadata, name: CHANGES },
      data: { 'changes.yaml': dump({ version: 'v1', resourceModifierRules: asleep(rolledOut) }) },
    });
    new k8s.KubeCronJob(this, 'Resource', {
      metadata,
      spec: {
        schedule: restoreTest.cron,
        timeZone,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 5,
        jobTemplate: {
          metadata: { labels: own },
          spec: {
            // A second try would hide a backup that comes back only sometimes.
            backoffLimit: 0,
            activeDeadlineSeconds: restoreTest.timeout.seconds + CLEANING_SECONDS,
            ttlSecondsAfterFinished: 7 * 86_400,
            template: {
              metadata: {
                labels: own,
                annotations: { 'holdfast.dev/service-account-token': 'asks Velero for a restore, and looks at what it made' },
              },
              spec: podSpec(imageText(image ?? IMAGE), env),
            },
          },
        },
      },
    });
  }

  /** It may ask for restores, and look at and remove what they make, in no other namespace than that of the test. */
  private access(metadata: k8s.ObjectMeta, labels: Readonly<Record<string, string>>, rolledOut: boolean): void {
    const subjects = [{ kind: 'ServiceAccount', name: RESTORE_TEST, namespace: VELERO.namespace }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: RESTORE_TEST };
    new k8s.KubeRole(this, 'Role', {
      metadata,
      rules: [
        { apiGroups: ['velero.io'], resources: ['backups', 'datadownloads'], verbs: ['get', 'list'] },
        { apiGroups: ['velero.io'], resources: ['restores'], verbs: ['create', 'delete', 'get'] },
        { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
        { apiGroups: [''], resources: ['configmaps'], resourceNames: [RESTORE_TEST_RESULT], verbs: ['get', 'patch'] },
      ],
    });
    new k8s.KubeRoleBinding(this, 'Binding', { metadata, roleRef, subjects });
    const there = { name: RESTORE_TEST, namespace: RESTORE_TEST_NAMESPACE, labels };
    const look = ['get', 'list', 'watch'];
    const remove = ['delete', 'deletecollection'];
    new k8s.KubeRole(this, 'TestRole', {
      metadata: there,
      rules: [
        { apiGroups: [''], resources: ['configmaps', 'persistentvolumeclaims', 'serviceaccounts'], verbs: [...look, ...remove] },
        { apiGroups: [''], resources: ['secrets'], verbs: ['list', ...remove] },
        { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: [...look, ...remove] },
        ...(rolledOut ? [{ apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: [...look, ...remove] }] : []),
      ],
    });
    new k8s.KubeRoleBinding(this, 'TestBinding', { metadata: there, roleRef, subjects });
  }
}

/** Services without state come back without pods: they would only wait for what they may not talk to. */
const asleep = (rolledOut: boolean) =>
  ['deployments.apps', ...(rolledOut ? [ROLLOUTS] : [])].map((groupResource) => ({
    conditions: { groupResource, resourceNameRegex: '.*' },
    patches: [{ operation: 'replace', path: '/spec/replicas', value: '0' }],
  }));

const podSpec = (image: string, env: Readonly<Record<string, string>>): k8s.PodSpec => ({
  serviceAccountName: RESTORE_TEST,
  automountServiceAccountToken: true,
  enableServiceLinks: false,
  restartPolicy: 'Never',
  // Long enough to remove what was restored.
  terminationGracePeriodSeconds: 300,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: USER,
    runAsGroup: USER,
    fsGroup: USER,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  containers: [
    {
      name: RESTORE_TEST,
      image,
      imagePullPolicy: 'IfNotPresent',
      command: ['/bin/sh', '/scripts/restore-test.sh'],
      env: Object.entries(env).map(([name, value]) => ({ name, value })),
      resources: {
        requests: {
          cpu: k8s.Quantity.fromString('50m'),
          memory: k8s.Quantity.fromString('128Mi'),
          'ephemeral-storage': k8s.Quantity.fromString('64Mi'),
        },
        limits: { memory: k8s.Quantity.fromString('256Mi'), 'ephemeral-storage': k8s.Quantity.fromString('256Mi') },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [
        { name: 'tmp', mountPath: '/tmp' },
        { name: 'scripts', mountPath: '/scripts', readOnly: true },
      ],
    },
  ],
  volumes: [
    { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('64Mi') } },
    { name: 'scripts', configMap: { name: RESTORE_TEST, defaultMode: 0o444 } },
  ],
});

const imageText = ({ repository, tag, digest }: ImageReference) =>
  `${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
