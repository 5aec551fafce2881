export { Autoscaler, type AutoscalerProps } from './autoscaler';
export { ContentAddressedConfig, type ContentAddressedConfigProps } from './config';
export { WorkloadDeployment, type WorkloadDeploymentProps } from './deployment';
export { DisruptionBudget, type DisruptionBudgetProps } from './disruption-budget';
export { SyncedSecret, type SyncedSecretProps } from './external-secret';
export { MigrationJob, type MigrationJobProps } from './migration';
export { RestrictedNamespace, type RestrictedNamespaceProps } from './namespace';
export { DeclaredCallsPolicy, type DeclaredCallsPolicyProps } from './network-policy';
export { NodeAgent, type NodeAgentProps } from './node-agent';
export { PublicIngress, type PublicIngressProps } from './public-ingress';
export { ProgressiveRollout, type ProgressiveRolloutProps } from './rollout';
export { ScheduledJob, type ScheduledJobProps } from './scheduled-job';
export { DeployedService, type DeployedServiceProps } from './service';
export { StatefulService, type StatefulServiceProps } from './stateful-service';
export {
  NamespaceLimits,
  type NamespaceLimitsProps,
  NamespaceSecretStore,
  type NamespaceSecretStoreProps,
  TeamAccess,
  type TeamAccessProps,
} from './tenancy';
