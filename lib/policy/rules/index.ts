import type { JoinRule, LayeredRule, ManifestRule, PipelineRule, PlatformRule, Rule, TerraformRule, TreeRule } from '../rule';
import { k01Privileged } from './k01-privileged';
import { k02PrivilegeEscalation } from './k02-privilege-escalation';
import { k03NonRoot } from './k03-non-root';
import { k04HighUser } from './k04-high-user';
import { k05ReadOnlyRoot } from './k05-read-only-root';
import { k06Capabilities } from './k06-capabilities';
import { k07Seccomp } from './k07-seccomp';
import { k08HostNamespaces } from './k08-host-namespaces';
import { k09VolumeTypes } from './k09-volume-types';
import { k10KernelOverrides } from './k10-kernel-overrides';
import { k11ServiceAccountToken } from './k11-service-account-token';
import { k12OwnServiceAccount } from './k12-own-service-account';
import { k13LiteralSecret } from './k13-literal-secret';
import { k14Rbac } from './k14-rbac';
import { k15ImageVersion } from './k15-image-version';
import { k16PullPolicy } from './k16-pull-policy';
import { k17Resources } from './k17-resources';
import { k18EphemeralStorage } from './k18-ephemeral-storage';
import { k19Probes } from './k19-probes';
import { k20ProbePatience } from './k20-probe-patience';
import { k21Replicas } from './k21-replicas';
import { k22DisruptionBudget } from './k22-disruption-budget';
import { k23Autoscaler } from './k23-autoscaler';
import { k24FixedReplicas } from './k24-fixed-replicas';
import { k25Spread } from './k25-spread';
import { k26RollingUpdate } from './k26-rolling-update';
import { k27Targets } from './k27-targets';
import { k28NetworkPolicy } from './k28-network-policy';
import { k29CronJob } from './k29-cron-job';
import { k30ApiVersion } from './k30-api-version';
import { k31Duplicates } from './k31-duplicates';
import { k32Labels } from './k32-labels';
import { k33GracefulStop } from './k33-graceful-stop';
import { t01Network } from './t01-network';
import { t02SecurityGroups } from './t02-security-groups';
import { t03Eks } from './t03-eks';
import { t04Databases } from './t04-databases';
import { t05Buckets } from './t05-buckets';
import { t06Keys } from './t06-keys';
import { t07Dns } from './t07-dns';
import { t08StateMachines } from './t08-state-machines';
import { t09Iam } from './t09-iam';
import { t10LogsAndVaults } from './t10-logs-and-vaults';
import { t11State } from './t11-state';
import { t12Tags } from './t12-tags';
import { x01Cadence } from './x01-cadence';
import { x02BackupWithinRpo } from './x02-backup-within-rpo';
import { x03Retention } from './x03-retention';
import { x04LeavesRegion } from './x04-leaves-region';
import { x05StateCovered } from './x05-state-covered';
import { x06BackupWatched } from './x06-backup-watched';
import { x07RecoveryTime } from './x07-recovery-time';
import { x08StateMachineTimes } from './x08-state-machine-times';
import { x09FailoverElsewhere } from './x09-failover-elsewhere';
import { x10RecoveryPoint } from './x10-recovery-point';
import { x11HealthCheck } from './x11-health-check';
import { x12Network } from './x12-network';
import { x13Capacity } from './x13-capacity';
import { x14TierOrder } from './x14-tier-order';
import { x15SelfHeal } from './x15-self-heal';
import { x16OneOwner } from './x16-one-owner';
import { x17Rollout } from './x17-rollout';
import { x18AlertTold } from './x18-alert-told';
import { x19AlertEvaluated } from './x19-alert-evaluated';
import { x20Monitors } from './x20-monitors';
import { x21Network } from './x21-network';
import { x22Mesh } from './x22-mesh';
import { x23Joined } from './x23-joined';
import { x24SecretProvided } from './x24-secret-provided';
import { x25DigestFlow } from './x25-digest-flow';
import { x26ImageUserPort } from './x26-image-user-port';
import { x27HandoffPatience } from './x27-handoff-patience';

/** Rules over Kubernetes objects alone. */
const OBJECT_RULES: readonly ManifestRule[] = [
  k01Privileged,
  k02PrivilegeEscalation,
  k03NonRoot,
  k04HighUser,
  k05ReadOnlyRoot,
  k06Capabilities,
  k07Seccomp,
  k08HostNamespaces,
  k09VolumeTypes,
  k10KernelOverrides,
  k11ServiceAccountToken,
  k12OwnServiceAccount,
  k13LiteralSecret,
  k14Rbac,
  k15ImageVersion,
  k16PullPolicy,
  k17Resources,
  k18EphemeralStorage,
  k19Probes,
  k20ProbePatience,
  k21Replicas,
  k22DisruptionBudget,
  k23Autoscaler,
  k24FixedReplicas,
  k25Spread,
  k26RollingUpdate,
  k27Targets,
  k28NetworkPolicy,
  k29CronJob,
  k30ApiVersion,
  k31Duplicates,
  k32Labels,
  k33GracefulStop,
  x17Rollout,
  x18AlertTold,
  x19AlertEvaluated,
  x20Monitors,
  x21Network,
  x22Mesh,
  x24SecretProvided,
];

/** Rules over the model alone. */
const MODEL_RULES: readonly PlatformRule[] = [x07RecoveryTime, x14TierOrder, x26ImageUserPort, x27HandoffPatience];

/** Rules over everything that is rendered, by id. */
export const TREE_RULES: readonly TreeRule[] = [x15SelfHeal, x16OneOwner];

/** Rules over the pipelines, by id. */
export const PIPELINE_RULES: readonly PipelineRule[] = [x25DigestFlow];

/** Rules over Terraform alone. */
const STACK_RULES: readonly TerraformRule[] = [
  t01Network,
  t02SecurityGroups,
  t03Eks,
  t04Databases,
  t05Buckets,
  t06Keys,
  t07Dns,
  t08StateMachines,
  t09Iam,
  t10LogsAndVaults,
  t11State,
  t12Tags,
  x08StateMachineTimes,
  x09FailoverElsewhere,
];

/** Rules that several layers keep together. */
const LAYERED_RULES: readonly LayeredRule[] = [
  x01Cadence,
  x02BackupWithinRpo,
  x03Retention,
  x04LeavesRegion,
  x05StateCovered,
  x06BackupWatched,
  x10RecoveryPoint,
  x11HealthCheck,
  x12Network,
  x13Capacity,
  x23Joined,
];

const byId = <Each extends { readonly id: string }>(...rules: readonly Each[]): readonly Each[] =>
  [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Everything that is asked of Kubernetes objects, by id. */
export const MANIFEST_RULES: readonly ManifestRule[] = byId(
  ...OBJECT_RULES,
  ...LAYERED_RULES.flatMap((rule): ManifestRule[] => (rule.manifests ? [{ ...rule, over: 'manifests', check: rule.manifests }] : [])),
);

/** Everything that is asked of the model, by id. */
export const PLATFORM_RULES: readonly PlatformRule[] = byId(
  ...MODEL_RULES,
  ...LAYERED_RULES.flatMap((rule): PlatformRule[] => (rule.platform ? [{ ...rule, over: 'platform', check: rule.platform }] : [])),
);

/** Everything that is asked of Terraform, by id. */
export const TERRAFORM_RULES: readonly TerraformRule[] = byId(
  ...STACK_RULES,
  ...LAYERED_RULES.flatMap((rule): TerraformRule[] => (rule.terraform ? [{ ...rule, over: 'terraform', check: rule.terraform }] : [])),
);

/** Everything that is asked of objects and stacks together, by id. */
export const JOIN_RULES: readonly JoinRule[] = byId(
  ...LAYERED_RULES.flatMap((rule): JoinRule[] => (rule.join ? [{ ...rule, over: 'join', check: rule.join }] : [])),
);

/** Every rule, by id, each once; docs and tests read it. */
export const RULES: readonly Rule[] = byId<Rule>(
  ...OBJECT_RULES,
  ...MODEL_RULES,
  ...TREE_RULES,
  ...PIPELINE_RULES,
  ...STACK_RULES,
  ...LAYERED_RULES,
);
