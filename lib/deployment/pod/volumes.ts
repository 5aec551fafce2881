import type { k8s } from 'cdk8s-plus-27';
import type { Workload } from '../../model';
import { quantity } from './resources';

/** Name of the volume that a workload has of its own. */
export const DATA_VOLUME = 'data';

/** Volumes of a pod, and where its container sees them. */
export interface Mounted {
  readonly volumes: k8s.Volume[];
  readonly mounts: k8s.VolumeMount[];
}

/** Writable folders on a read-only file system; together they may fill what the container may use of the local disk. */
export function writableFolders({ writable, resources }: Workload): Mounted {
  const folders = [...writable].sort();
  return {
    volumes: folders.map((_, i) => ({ name: `writable-${i}`, emptyDir: { sizeLimit: quantity(resources.limits.ephemeralStorage.text) } })),
    mounts: folders.map((mountPath, i) => ({ name: `writable-${i}`, mountPath })),
  };
}

/** A volume of its own: one that is kept is named by whoever makes the pods, one for scratch is claimed with each of them. */
export function ownVolume({ volume }: Workload): Mounted {
  if (!volume) return { volumes: [], mounts: [] };
  const claim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: quantity(volume.size.text) } } } };
  return {
    volumes: volume.lasts === 'scratch' ? [{ name: DATA_VOLUME, ephemeral: { volumeClaimTemplate: claim } }] : [],
    mounts: [{ name: DATA_VOLUME, mountPath: volume.path }],
  };
}

/** Files of a ConfigMap, each at its own path, so that other files of the folder stay visible. */
export function configFiles(configMap: string | undefined, keys: ReadonlyMap<string, string>): Mounted {
  if (!configMap) return { volumes: [], mounts: [] };
  return {
    volumes: [{ name: 'config', configMap: { name: configMap } }],
    mounts: [...keys].map(([mountPath, subPath]) => ({ name: 'config', mountPath, subPath, readOnly: true })),
  };
}
