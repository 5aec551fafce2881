export {
  CHART_ACCOUNTS,
  type ClusterAccess,
  clusterAccess,
  type Permission,
  type PodIdentity,
  podIdentities,
  podRoleName,
  useOfKey,
} from './access';
export {
  type AlertingForm,
  type AlertReceiver,
  type AlertSeverity,
  type BusinessHours,
  type Channel,
  DEAD_MANS_SWITCH_ALERT,
  DEAD_MANS_SWITCH_RECEIVER,
  type Inhibition,
  keysOf,
  type MailServer,
  type Matcher,
  NOBODY,
  REGION_DOWN_ALERT,
  type ReceiverKey,
  type Route,
  type Routing,
  receiversOf,
  routingOf,
} from './alerting';
export {
  type Alert,
  type AlertGroup,
  type AlertScope,
  CLUSTER_SECTION,
  clusterScope,
  exportersOf,
  platformAlerts,
  RUNBOOKS_FOLDER,
  type Runbook,
  type RunbookStep,
  type StoreAlertsProps,
  serviceAlerts,
  serviceScope,
  storeAlerts,
} from './alerts';
export { type BackupStorePlan, backupStore } from './backup-store';
export {
  awsExpression,
  type BackupMethod,
  type BackupPlace,
  type BackupPlan,
  type BackupSubject,
  backupPlace,
  backupPlans,
  cadenceFault,
  cadenceWithin,
  clusterBackupName,
  clusterBackups,
  cronEvery,
  peerOf,
  postgresBackup,
  postgresBackups,
  START_WINDOW_SECONDS,
  suspectedHours,
  tiersIn,
  unevenStep,
  type VaultPlan,
  type VeleroPlan,
  type VolumeHook,
  vaultBackups,
  veleroPrefix,
  volumesOnly,
} from './backups';
export { type BuiltImages, withBuiltImages } from './built-images';
export { type Call, type CallGraph, callGraph } from './call-graph';
export { type Allocatable, NODE_DISK_GIB, type NodePlan } from './capacity/nodes';
export { overrideScaling, type Scaling, servingScaling, singletonScaling, standbyScaling } from './capacity/replicas';
export { SCALE_UP, scaleUpSeconds } from './capacity/scale-up';
export { interactiveThroughput, throughputs, type UserLoad } from './capacity/throughput';
export {
  DASHBOARDS_FOLDER,
  type Dashboard,
  dashboardsOf,
  type Marker,
  type Panel,
  type PanelQuery,
  type PanelRow,
  type Threshold,
  type Unit,
} from './dashboards';
export {
  type EngineVersion,
  engineVersion,
  instanceClass,
  LAG_SEEN_SECONDS,
  type ManagedDatabase,
  managedDatabases,
  PROMOTION,
  type Product,
  type Promotion,
  REPLICA_LEAST_RPO,
  type Replication,
  replicationOf,
} from './databases';
export { defineResources, defineWorkload, versionOf, type WorkloadInput } from './define-workload';
export { type Because, because, type Derived, derived, figure } from './derived';
export { ENCRYPTION_KEYS, type EncryptionKeyPurpose, keyAlias } from './encryption-keys';
export {
  type DatabaseFootprint,
  QUOTAS,
  type Quota,
  type Range,
  type RecoveryShare,
  type RegionFootprint,
  type RequestedQuota,
  recoveryShares,
  regionFootprint,
  requestedQuotas,
} from './footprint';
export {
  type Experiment,
  type ExperimentName,
  experimentName,
  experiments,
  experimentsOf,
  type Fault,
  type FaultTarget,
  hasGameDay,
  type PlacedExperiment,
  type Watched,
  watched,
} from './game-day';
export {
  branchOf,
  environmentsRepository,
  GITOPS_BRANCH,
  isClusterFolder,
  MESH_FOLDER,
  MONITORING_FOLDER,
  PLATFORM_FOLDER,
  RECOVERY_FOLDER,
  STAGES,
  type Stage,
  type SyncedFolder,
  type SyncPlan,
  type SyncSource,
  sourceOf,
  syncPlan,
} from './gitops';
export {
  HANDOFF_METRICS_PORT,
  HANDOFF_WAITS,
  HANDOFF_WORKER,
  type HandoffSpec,
  HEARTBEATS_IN_A_LEASE,
  longestRedelivery,
  trustedProof,
} from './handoff';
export { goodShare, type Indicators, type ObjectiveIndicator, type RecordingRule, SCRAPE_SECONDS } from './indicators';
export { interfaceEndpoints } from './interface-endpoints';
export { labelValue, selectorLabels, standardLabels } from './labels';
export {
  type AllowedCaller,
  type Amplification,
  type Attempted,
  amplifications,
  type CallBudget,
  type CallPolicy,
  calledServices,
  EAST_WEST_PORT,
  type ExternalService,
  externalServices,
  HBONE_PORT,
  hasSidecars,
  ISTIO,
  inPercent,
  isAmbient,
  type MeshPlan,
  meshHost,
  meshPeers,
  meshPlan,
  milliseconds,
  networkName,
  principal,
  publicRoutes,
  type RetryBudget,
  remoteAccessKey,
  retryBudget,
  routeName,
  STATUS_PORT,
  usesGatewayApi,
  versionRoutes,
} from './mesh';
export { migrationOf } from './migration';
export {
  alertmanagersOf,
  externalLabels,
  gatewayMib,
  type MonitoringSize,
  monitoringLabels,
  monitoringSize,
  type PublicEndpoint,
  publicEndpoints,
  type RemoteWorkspace,
  readByPrometheus,
  remoteWorkspaces,
  SERVERS,
  serverSelector,
  TRACE_DECISION_SECONDS,
  WATCHERS,
} from './monitoring';
export * from './names';
export { type NatGateways, type NetworkPlan, natGateways, networkNames, networkPlan, privateDomain, type ZoneSubnets } from './network';
export { BURN_WINDOWS, type BurnRate, burnRates, leastBadRequests, OBJECTIVE_SERIES, type ServiceObjectives, span } from './objectives';
export * from './pipelines';
export type { Cluster, Notice, PlacedService, Platform } from './platform';
export { probes } from './probes';
export * from './recovery';
export { cachedPrefixes, type PullThrough, type RegistryCopy, type RegistrySettings, registrySettings } from './registry';
export { resolvePlatform } from './resolve';
export { databasePort } from './resolve/peers';
export { minimumReplicas, standbyShare } from './resolve/scaling';
export {
  type BlueGreenPlan,
  type CanaryPlan,
  type CanaryStep,
  type HeaderRoute,
  hasPreview,
  OLD_SET_STAYS_SECONDS,
  PRIMARY_ROUTE,
  previewName,
  ROLLING_SURGE,
  type RolloutPlan,
  SUBSETS,
  VERSION_LABEL,
  type VersionRoute,
} from './rollout';
export { gapsBetweenRuns, longestGapSeconds } from './schedule';
export { goDuration, type SecretStore, type SecretValue } from './secrets';
export { EXPORTED_SERIES, EXPORTERS, type Exporter } from './series';
export { stackWaves } from './stack-waves';
export {
  accountStackName,
  globalStackName,
  type ReadPurpose,
  regionStackName,
  STACK_OUTPUTS,
  type StackPlan,
  type StackPurpose,
  stackPlan,
} from './stacks';
export {
  type ArchivePlace,
  archivePlaces,
  archivePrefix,
  archiveTimeout,
  type InClusterDatabase,
  inClusterDatabases,
  isStore,
  KEPT,
  PROMOTE_WITHIN_SECONDS,
  placeKeyArn,
  STORE_HELPERS,
  STORE_METRICS,
  UPLOAD_SECONDS,
} from './stores';
export { asksBeforePruning, syncWave } from './sync-order';
export {
  CLUSTER_KINDS,
  MESH_CLUSTER_KINDS,
  MESH_KINDS,
  MONITORING_CLUSTER_KINDS,
  MONITORING_KINDS,
  PLATFORM_KINDS,
  RECOVERY_CLUSTER_KINDS,
  RECOVERY_KINDS,
  SERVICE_KINDS,
  type SyncedKind,
} from './synced-kinds';
export { DISPOSABLE, resourceTags } from './tags';
export {
  agentPeer,
  COLLECTORS,
  containerLogGroup,
  type Destination,
  destinationOf,
  NODE_LOGS_NAMESPACE,
  READS_NODE_LOGS,
  type SpanRate,
  sendsTraces,
  spanRate,
} from './telemetry';
export type { Tenancy } from './tenancy';
export {
  environmentDomain,
  type FailoverSwitch,
  failoverSwitch,
  GATEWAY_SERVICE,
  groupTags,
  ingressGroup,
  loadBalancerGroups,
  loadBalancerName,
  originHost,
  PUBLIC_PORTS,
  type PublicService,
  publicGateway,
  publicHost,
  publicHosts,
  publicServices,
  type RegionCheck,
  regionalHost,
  regionWeight,
  serviceTags,
  TLS_POLICY,
  targetPorts,
} from './traffic';
export type {
  ExternalPeer,
  GracefulStop,
  Migration,
  Peer,
  Port,
  Probe,
  Probes,
  Resources,
  Schedule,
  SideContainer,
  Volume,
  Workload,
} from './workload';
