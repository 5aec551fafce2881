import { everything } from '../support';
import { type AlertCases, badFor, growsBy, thereFor } from './case';

const pod = (name: string) => `namespace="shop",pod="${name}-5d8f7c9b6d-x2x4x"`;
const deployment = 'namespace="shop",deployment="web"';
const rollout = 'namespace="shop",name="payment"';
const ceiling = everything().clusters[0]?.services.find(({ workload }) => workload.name === 'web')?.workload.scaling?.ceiling.value ?? 0;
const autoscaler = 'kube_horizontalpodautoscaler_status_desired_replicas{namespace="shop",horizontalpodautoscaler="web"}';

/** Alerts about one service. */
export const serviceCases: AlertCases = {
  PodCrashLooping: [
    {
      service: 'web',
      series: { [`kube_pod_container_status_restarts_total{${pod('web')},container="web"}`]: '0x20 1+1x4 5x40' },
      silentAt: '20m',
      firesAt: '30m',
      overAt: '45m',
      never: {
        'two restarts': { [`kube_pod_container_status_restarts_total{${pod('web')},container="web"}`]: '0x20 1+1x1 2x40' },
        'restarts of a service whose name starts the same': {
          [`kube_pod_container_status_restarts_total{${pod('web-admin')},container="web"}`]: '0x20 1+1x4 5x40',
        },
      },
    },
  ],
  HandoffsWait: [
    {
      service: 'handoff-worker',
      // An hour, from the sixth minute on, for ten minutes.
      series: { 'holdfast_handoff_oldest_seconds{namespace="shop",pod="a"}': '60x5 3600x10 60x60' },
      silentAt: '9m',
      firesAt: '13m',
      overAt: '20m',
      never: {
        'a handoff that has waited as long as a release takes': { 'holdfast_handoff_oldest_seconds{namespace="shop",pod="a"}': '900x90' },
      },
    },
  ],
  HandoffsPutAside: [
    {
      service: 'handoff-worker',
      series: {
        'holdfast_handoff_queue_depth{namespace="shop",pod="a",state="dead"}': '0x5 2x10 0x60',
        'holdfast_handoff_queue_depth{namespace="shop",pod="b",state="dead"}': '0x5 2x10 0x60',
      },
      silentAt: '5m',
      firesAt: '8m',
      overAt: '20m',
      never: { 'handoffs that wait': { 'holdfast_handoff_queue_depth{namespace="shop",pod="a",state="waiting"}': '50x90' } },
    },
  ],
  HandoffRedisLost: [
    {
      service: 'handoff-worker',
      series: {
        'holdfast_handoff_redis_up{namespace="shop",pod="a"}': badFor(1, 0, 10),
        'holdfast_handoff_redis_up{namespace="shop",pod="b"}': badFor(1, 0, 10),
      },
      silentAt: '9m',
      firesAt: '13m',
      overAt: '20m',
      never: {
        'one of two workers': {
          'holdfast_handoff_redis_up{namespace="shop",pod="a"}': '0x90',
          'holdfast_handoff_redis_up{namespace="shop",pod="b"}': '1x90',
        },
      },
    },
  ],
  PodNotReady: [
    {
      service: 'web',
      series: {
        [`kube_pod_status_ready{${pod('web')},condition="true"}`]: badFor(1, 0, 20),
        [`kube_pod_status_phase{${pod('web')},phase="Running"}`]: '1x90',
      },
      silentAt: '14m',
      firesAt: '20m',
      overAt: '30m',
      never: {
        'a pod that has ended': {
          [`kube_pod_status_ready{${pod('web')},condition="true"}`]: '0x90',
          [`kube_pod_status_phase{${pod('web')},phase="Running"}`]: '0x90',
          [`kube_pod_status_phase{${pod('web')},phase="Succeeded"}`]: '1x90',
        },
      },
    },
  ],
  ServiceUnavailable: [
    {
      service: 'web',
      series: {
        [`kube_deployment_status_replicas_available{${deployment}}`]: badFor(3, 0, 10),
        [`kube_deployment_spec_replicas{${deployment}}`]: '3x90',
      },
      silentAt: '5m',
      firesAt: '10m',
      overAt: '20m',
      never: {
        'a service that is switched off': {
          [`kube_deployment_status_replicas_available{${deployment}}`]: '0x90',
          [`kube_deployment_spec_replicas{${deployment}}`]: '0x90',
        },
      },
    },
    {
      service: 'payment',
      series: {
        [`rollout_info_replicas_available{${rollout}}`]: badFor(3, 0, 10),
        [`rollout_info_replicas_desired{${rollout}}`]: '3x90',
      },
      silentAt: '5m',
      firesAt: '10m',
      overAt: '20m',
    },
  ],
  ReplicasMismatch: [
    {
      service: 'web',
      series: {
        [`kube_deployment_status_replicas_available{${deployment}}`]: badFor(3, 2, 20),
        [`kube_deployment_spec_replicas{${deployment}}`]: '3x90',
      },
      silentAt: '15m',
      firesAt: '25m',
      overAt: '30m',
    },
  ],
  WorkloadMissing: [
    {
      service: 'web',
      series: { [`kube_deployment_status_replicas_available{${deployment}}`]: badFor(3, '_', 25) },
      silentAt: '15m',
      firesAt: '25m',
      overAt: '35m',
    },
    {
      service: 'payment',
      series: { [`rollout_info_replicas_available{${rollout}}`]: badFor(3, '_', 25) },
      silentAt: '15m',
      firesAt: '25m',
      overAt: '35m',
    },
  ],
  RolloutStuck: [
    {
      service: 'web',
      series: { [`kube_deployment_status_condition{${deployment},condition="Progressing",status="false"}`]: badFor(0, 1, 20) },
      silentAt: '9m',
      firesAt: '15m',
      overAt: '30m',
    },
  ],
  RolloutAborted: [
    {
      service: 'payment',
      series: { [`rollout_info{${rollout},phase="Degraded"}`]: thereFor(20) },
      silentAt: '5m',
      firesAt: '15m',
      overAt: '30m',
      never: { 'a roll-out on its way': { [`rollout_info{${rollout},phase="Progressing"}`]: '1x90' } },
    },
  ],
  RolloutWaiting: [
    {
      service: 'payment',
      series: { [`rollout_info{${rollout},phase="Paused"}`]: thereFor(180) },
      // The pause of ten minutes that is declared, and two hours.
      silentAt: '130m',
      firesAt: '140m',
      overAt: '190m',
    },
  ],
  AtReplicaCeiling: [
    {
      service: 'web',
      series: { [autoscaler]: badFor(3, ceiling, 20) },
      silentAt: '15m',
      firesAt: '25m',
      overAt: '30m',
      never: { 'one below it': { [autoscaler]: `${ceiling - 1}x90` } },
    },
  ],
  CpuThrottled: [
    {
      service: 'web',
      series: {
        [`container_cpu_cfs_throttled_periods_total{${pod('web')},container="web"}`]: growsBy(200, 40),
        [`container_cpu_cfs_periods_total{${pod('web')},container="web"}`]: '0+600x120',
      },
      silentAt: '20m',
      firesAt: '35m',
      overAt: '65m',
      never: {
        'a throttled sidecar': {
          [`container_cpu_cfs_throttled_periods_total{${pod('web')},container="istio-proxy"}`]: growsBy(200, 40),
          [`container_cpu_cfs_periods_total{${pod('web')},container="istio-proxy"}`]: '0+600x120',
        },
      },
    },
  ],
  MemoryNearLimit: [
    {
      service: 'web',
      series: { [`container_memory_working_set_bytes{${pod('web')},container="web"}`]: badFor(100_000_000, 130_000_000, 20) },
      silentAt: '14m',
      firesAt: '20m',
      overAt: '30m',
    },
    {
      service: 'report',
      series: {
        'container_memory_working_set_bytes{namespace="shop",pod="report-29012345-x2x4x",container="report"}': badFor(1, 130_000_000, 20),
      },
      silentAt: '14m',
      firesAt: '20m',
      overAt: '30m',
    },
  ],
  JobFailed: [
    {
      service: 'report',
      series: { 'kube_job_failed{namespace="shop",job_name="report-29012345",condition="true"}': thereFor(20) },
      silentAt: '5m',
      firesAt: '10m',
      overAt: '30m',
      never: { 'a job of another service': { 'kube_job_failed{namespace="shop",job_name="report-old-1",condition="true"}': '1x90' } },
    },
    {
      platform: 'with versions side by side',
      service: 'payment',
      series: { 'kube_job_failed{namespace="shop",job_name="payment-migration",condition="true"}': thereFor(20) },
      silentAt: '5m',
      firesAt: '10m',
      overAt: '30m',
    },
  ],
  CronJobLate: [
    {
      service: 'report',
      // Every hour, five minutes to start and ten to run.
      series: { 'kube_cronjob_status_last_successful_time{namespace="shop",cronjob="report"}': '0x120 7260x60' },
      silentAt: '75m',
      firesAt: '80m',
      overAt: '125m',
    },
    {
      service: 'report',
      series: {
        'kube_cronjob_created{namespace="shop",cronjob="report"}': '0x180',
        'kube_cronjob_status_last_successful_time{namespace="shop",cronjob="report"}': '_x120 7260x60',
      },
      silentAt: '75m',
      firesAt: '80m',
      overAt: '125m',
    },
  ],
  TargetDown: [
    {
      service: 'cart',
      series: { 'up{namespace="shop",job="cart",instance="10.0.0.1:8080"}': badFor(1, 0, 20) },
      silentAt: '14m',
      firesAt: '18m',
      overAt: '30m',
    },
  ],
  ScrapeMissing: [
    {
      service: 'cart',
      series: { 'up{namespace="shop",job="cart",instance="10.0.0.1:8080"}': badFor(1, '_', 25) },
      silentAt: '15m',
      firesAt: '25m',
      overAt: '35m',
    },
  ],
  SecretNotSynced: [
    {
      service: 'payment',
      series: {
        'externalsecret_status_condition{namespace="shop",name="payment-secrets",condition="Ready",status="False"}': badFor(0, 1, 25),
      },
      silentAt: '18m',
      firesAt: '25m',
      overAt: '35m',
    },
  ],
  MeshErrors: [
    {
      service: 'payment',
      series: {
        'istio_requests_total{namespace="shop",job="payment",reporter="destination",source_workload="web",grpc_response_status="14"}':
          growsBy(30, 40),
        'istio_requests_total{namespace="shop",job="payment",reporter="destination",source_workload="web",grpc_response_status="0"}':
          '0+60x120',
      },
      silentAt: '15m',
      firesAt: '30m',
      overAt: '65m',
    },
    {
      service: 'cart',
      series: {
        'istio_requests_total{namespace="shop",job="cart",reporter="destination",source_workload="web",response_code="503"}': growsBy(
          30,
          40,
        ),
        'istio_requests_total{namespace="shop",job="cart",reporter="destination",source_workload="web",response_code="200"}': '0+60x120',
      },
      silentAt: '15m',
      firesAt: '30m',
      overAt: '65m',
      never: {
        'a failure a minute at hardly any traffic': {
          'istio_requests_total{namespace="shop",job="cart",reporter="destination",source_workload="web",response_code="503"}': '0+1x120',
          'istio_requests_total{namespace="shop",job="cart",reporter="destination",source_workload="web",response_code="200"}': '0+1x120',
        },
      },
    },
  ],
  MeshPlaintext: [
    {
      service: 'payment',
      series: {
        'istio_requests_total{namespace="shop",job="payment",reporter="destination",source_workload="unknown",connection_security_policy="none"}':
          growsBy(30, 20),
      },
      silentAt: '10m',
      firesAt: '20m',
      overAt: '40m',
      never: {
        'requests with mutual TLS': {
          'istio_requests_total{namespace="shop",job="payment",reporter="destination",source_workload="web",connection_security_policy="mutual_tls"}':
            '0+30x90',
        },
      },
    },
  ],
};
