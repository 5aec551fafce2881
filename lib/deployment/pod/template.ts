import type { k8s } from 'cdk8s-plus-27';
import { standardLabels, type Workload } from '../../model';
import type { ContentAddressedConfig } from '../config';
import { copiedSleep, preStopHook, terminationGracePeriodSeconds } from './graceful-stop';
import { imageOf, secretVariable } from './parts';
import { containerProbes } from './probes';
import { containerResources } from './resources';
import { containerSecurityContext, podSecurityContext } from './security-context';
import { sideContainers, takenPorts, takenSecrets } from './side-containers';
import { topologySpread } from './spread';
import { configFiles, ownVolume, writableFolders } from './volumes';
import { writerCheck } from './writer-check';

/** The pods of a workload. */
export function podTemplate(workload: Workload, config: ContentAddressedConfig): k8s.PodTemplateSpec {
  const sleep = copiedSleep(workload);
  const writable = writableFolders(workload);
  const files = configFiles(config.filesName, config.fileKeys);
  const own = ownVolume(workload);
  const volumes = [...writable.volumes, ...files.volumes, ...sleep.volumes, ...own.volumes];
  const mounts = [...writable.mounts, ...files.mounts, ...own.mounts];
  const initContainers = [...writerCheck(workload), ...sleep.initContainers, ...sideContainers(workload, 'before', mounts)];
  const spread = topologySpread(workload);
  return {
    metadata: { labels: { ...standardLabels(workload), ...workload.podLabels, ...proxyLabels(workload) }, ...annotations(workload) },
    spec: {
      serviceAccountName: workload.name,
      automountServiceAccountToken: false,
      // Injected variables of every other service would grow with the namespace, and break old shells.
      enableServiceLinks: false,
      securityContext: podSecurityContext(workload),
      terminationGracePeriodSeconds: terminationGracePeriodSeconds(workload),
      ...(spread.length > 0 ? { topologySpreadConstraints: spread } : {}),
      ...(initContainers.length > 0 ? { initContainers } : {}),
      containers: [container(workload, config, [...mounts, ...sleep.mounts]), ...sideContainers(workload, 'beside', mounts)],
      ...(volumes.length > 0 ? { volumes } : {}),
    },
  };
}

function annotations(workload: Workload): Pick<k8s.ObjectMeta, 'annotations'> {
  const all = { ...scraped(workload), ...sidecar(workload), ...injected(workload) };
  return Object.keys(all).length > 0 ? { annotations: all } : {};
}

/** How a Prometheus without the operator finds the metrics of a pod, and the agent of a sidecar those of its application. */
const scraped = ({ metrics, ends }: Workload): Readonly<Record<string, string>> =>
  metrics && !ends
    ? {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': String(metrics.port.port),
        'prometheus.io/path': metrics.path,
      }
    : {};

/**
 * The sidecar as an init container that goes on running (Kubernetes 1.29): it is there before the application starts and until
 * after it has stopped, and a job ends although its sidecar would not.
 */
const sidecar = ({ mesh, proxy, arrival }: Workload): Readonly<Record<string, string>> =>
  mesh === 'istio' && !proxy && !arrival ? { 'sidecar.istio.io/nativeSidecar': 'true' } : {};

/** The pod itself is the proxy: its container is filled in by the template of gateways (Istio, installing gateways). */
const injected = ({ proxy }: Workload): Readonly<Record<string, string>> => (proxy ? { 'inject.istio.io/templates': 'gateway' } : {});
const proxyLabels = ({ proxy }: Workload): Readonly<Record<string, string>> =>
  proxy ? { 'sidecar.istio.io/inject': 'true', ...proxy.labels } : {};

function container(workload: Workload, config: ContentAddressedConfig, volumeMounts: k8s.VolumeMount[]): k8s.Container {
  const { name, command, args, resources, ends, proxy } = workload;
  const ports = workload.ports.filter((port) => !takenPorts(workload).has(port.name));
  const env = [
    ...Object.entries(proxy?.env ?? {}).map(([variable, value]) => ({ name: variable, value })),
    ...workload.secrets
      .filter(({ variable }) => !takenSecrets(workload).has(variable))
      .map(({ variable }) => secretVariable(workload, variable)),
  ];
  return {
    name: proxy ? 'istio-proxy' : name,
    image: imageOf(workload.image),
    imagePullPolicy: 'IfNotPresent',
    ...(command ? { command: [...command] } : {}),
    ...(args ? { args: [...args] } : {}),
    ...(ports.length > 0
      ? { ports: ports.map((port) => ({ name: port.name, containerPort: port.port, protocol: port.protocol === 'udp' ? 'UDP' : 'TCP' })) }
      : {}),
    ...(config.envName ? { envFrom: [{ configMapRef: { name: config.envName } }] } : {}),
    ...(env.length > 0 ? { env } : {}),
    resources: containerResources(resources),
    securityContext: containerSecurityContext(workload),
    ...containerProbes(workload.probes),
    ...(ends ? {} : preStopHook(workload)),
    ...(volumeMounts.length > 0 ? { volumeMounts } : {}),
  };
}
