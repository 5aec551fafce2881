import {
  type Cluster,
  clusterBackups,
  type Platform,
  peerOf,
  RESTORE_TEST_RESULT,
  VELERO,
  type VeleroPlan,
  veleroPrefix,
} from '../../../model';
import { formatSeconds } from '../../../spec';
import { signIn } from '../commands';
import { contacts } from '../contacts';
import { type Part, runbook, step, table } from '../markdown';

/** Objects and volumes of a cluster, from what Velero keeps in the other region. */
export const clusterRestore = (platform: Platform): string =>
  runbook(platform.name, 'Restore a cluster', [
    'Objects come from Git: an Application that is synced brings them back, and nothing has to be restored. This is for what Git does not have: volumes, and objects that somebody made by hand. Databases of AWS have runbooks of their own.',
    ...platform.clusters.flatMap((cluster) => restoreOf(platform, cluster)),
  ]);

function restoreOf(platform: Platform, cluster: Cluster): Part[] {
  const { name, environment, region, namespace } = cluster;
  const plans = clusterBackups(platform, cluster);
  const peer = peerOf(platform, cluster);
  return [
    `## ${name}`,
    contacts(platform, environment),
    table(
      ['backup', 'when', 'kept for', 'where'],
      plans.map((plan) => [
        `\`${plan.name}\``,
        `${plan.schedule.cron} (${plan.schedule.timeZone})`,
        formatSeconds(plan.retention.value),
        `\`s3://${plan.place.name}/${veleroPrefix(cluster)}\` in ${plan.place.region}`,
      ]),
    ),
    step('Sign in:', signIn(cluster)),
    step(
      `Whether the backups are good: what the last restore test found.`,
      `kubectl --context ${peer?.name ?? name} --namespace ${VELERO.namespace} get configmap ${RESTORE_TEST_RESULT} --output yaml`,
    ),
    `### ${name}: something of it is lost`,
    ...plans.map((plan) => list(plan, name)),
    step(
      'Restore what is lost; what exists stays as it is, so remove what is broken first. Argo CD must not fight it: what it syncs it overwrites.',
      `BACKUP='the name of the backup'
velero --kubecontext ${name} restore create --from-backup "$BACKUP" --include-namespaces ${namespace} --restore-volumes=true --wait
velero --kubecontext ${name} restore get`,
    ),
    step(
      'One thing only, such as the volumes of one service:',
      `SERVICE='its name'
velero --kubecontext ${name} restore create --from-backup "$BACKUP" --include-namespaces ${namespace} \\
  --include-resources persistentvolumeclaims,persistentvolumes,pods --selector "app.kubernetes.io/name=$SERVICE" --wait`,
    ),
    `### ${name}: the whole cluster is lost`,
    step(
      `Make it again: its network and keys still stand, and Argo CD brings the objects.`,
      `npx holdfast deploy --stack ${environment}-${region}-cluster
npx holdfast publish --environment ${environment} --region ${region}
npx holdfast publish --gitops`,
    ),
    step(
      'Install Velero with the values of docs/recovery.md; it finds the backups by itself within minutes. Then restore volumes and what was made by hand:',
      `velero --kubecontext ${name} backup-location get
BACKUP='the name of the backup'
velero --kubecontext ${name} restore create --from-backup "$BACKUP" --include-namespaces ${namespace} --restore-volumes=true --wait`,
    ),
    ...(peer ? elsewhere(cluster, peer, plans) : []),
    `### ${name}: is it whole?`,
    step(
      'No restore failed in part, every volume is bound, every pod ready:',
      `velero --kubecontext ${name} restore describe "$(velero --kubecontext ${name} restore get --output json | jq -r '(.items // [.]) | max_by(.metadata.creationTimestamp).metadata.name')" --details
kubectl --context ${name} --namespace ${namespace} get persistentvolumeclaims,pods`,
    ),
  ];
}

const list = ({ name }: VeleroPlan, context: string) =>
  step(
    `Backups of \`${name}\`, the newest last:`,
    `kubectl --context ${context} --namespace ${VELERO.namespace} get backups.velero.io --selector velero.io/schedule-name=${name} --sort-by .status.startTimestamp`,
  );

/** The other cluster of the environment reads the same bucket, read-only. */
const elsewhere = ({ name, namespace, region }: Cluster, peer: Cluster, plans: readonly VeleroPlan[]): Part[] => [
  `### ${name}: ${region} is lost, and what it held is needed in ${peer.region}`,
  step('Sign in there:', signIn(peer)),
  ...plans.map((plan) => list(plan, peer.name)),
  step(
    `Restore there, into a namespace of its own so that nothing of ${peer.name} is touched; then copy out of it what is needed.`,
    `BACKUP='the name of the backup'
velero --kubecontext ${peer.name} restore create --from-backup "$BACKUP" --include-namespaces ${namespace} \\
  --namespace-mappings ${namespace}:${namespace}-restored --restore-volumes=true --wait`,
  ),
];
