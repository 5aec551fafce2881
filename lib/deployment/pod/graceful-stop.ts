import type { k8s } from 'cdk8s-plus-27';
import type { Workload } from '../../model';
import { busybox } from './busybox';
import { quantity } from './resources';

/** Where the copied command stands in the container. */
const FOLDER = '/holdfast';
const VOLUME = 'holdfast';
type Stopping = Pick<Workload, 'stop'>;

/**
 * The hook that keeps a stopping pod serving until load balancers and proxies have forgotten it. The kubelet's own sleep
 * action is newer than the types here: see `kubeletSleep`.
 */
export function preStopHook({ stop }: Stopping): { lifecycle?: k8s.Lifecycle } {
  const command = { image: 'sleep', copied: `${FOLDER}/sleep`, kubelet: undefined }[stop.with];
  return command ? { lifecycle: { preStop: { exec: { command: [command, String(stop.waitSeconds)] } } } } : {};
}

/** The kubelet's sleep action (Kubernetes 1.30 or later); undefined where another way was chosen. */
export const kubeletSleep = ({ stop }: Stopping) =>
  stop.with === 'kubelet' ? { preStop: { sleep: { seconds: stop.waitSeconds } } } : undefined;

/** SIGKILL comes after the hook and after the time that the process has for itself. */
export const terminationGracePeriodSeconds = ({ stop }: Stopping) => stop.waitSeconds + stop.graceSeconds;

/** Init container, volume and mount that bring a sleep command to an image without a shell. */
export function copiedSleep({ stop, ends }: Stopping & Pick<Workload, 'ends'>): {
  initContainers: k8s.Container[];
  volumes: k8s.Volume[];
  mounts: k8s.VolumeMount[];
} {
  if (ends || stop.with !== 'copied') return { initContainers: [], volumes: [], mounts: [] };
  return {
    initContainers: [busybox('copy-sleep', ['cp', '/bin/busybox', `${FOLDER}/sleep`], [{ name: VOLUME, mountPath: FOLDER }])],
    volumes: [{ name: VOLUME, emptyDir: { sizeLimit: quantity('4Mi') } }],
    mounts: [{ name: VOLUME, mountPath: FOLDER, readOnly: true }],
  };
}
