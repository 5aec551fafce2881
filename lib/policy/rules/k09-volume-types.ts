import { READS_NODE_LOGS } from '../../model';
import { inPod, isSet, items, type JsonMap, map, overWorkloads, text, type Workload } from '../manifests';
import type { ManifestRule } from '../rule';

/** Volume types of the restricted Pod Security Standard. */
const ALLOWED = new Set(['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret']);

export const k09VolumeTypes: ManifestRule = {
  id: 'K09',
  severity: 'error',
  subject: 'pod',
  over: 'manifests',
  why: 'A path of the node, its container socket above all, hands the node over; storage named in a pod bypasses the claims that are checked.',
  mend: `use one of the volume types ${[...ALLOWED].join(', ')}`,
  check: overWorkloads((workload) =>
    items(workload.pod.volumes).flatMap(({ item: volume, index }) =>
      Object.entries(volume)
        .filter(([type, source]) => type !== 'name' && isSet(source) && !ALLOWED.has(type) && !readsLogs(workload, volume))
        .map(([type, source]) =>
          inPod(workload, `volumes[${index}].${type}`, `volume ${text(volume.name) ?? index} ${describe(type, source)}`),
        ),
    ),
  ),
};

/** The logs of containers are files of the node: whoever says why may read them, and nothing else. */
function readsLogs({ annotations, containers }: Workload, { name, hostPath }: JsonMap): boolean {
  const path = text(map(hostPath).path) ?? '';
  const mounts = containers.flatMap(({ raw }) => items(raw.volumeMounts)).filter(({ item }) => item.name === name);
  return (
    Boolean(annotations[READS_NODE_LOGS]) &&
    /^\/var\/log(\/(pods|containers))?\/?$/.test(path) &&
    mounts.every(({ item }) => item.readOnly === true)
  );
}

function describe(type: string, source: unknown): string {
  if (type !== 'hostPath') return `is of the type ${type}`;
  const path = text(map(source).path) ?? 'a path';
  return /(docker|containerd|crio)[^/]*\.sock$/.test(path)
    ? `mounts ${path}, through which the whole node is controlled`
    : `mounts ${path} of the node`;
}
