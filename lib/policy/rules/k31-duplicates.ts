import { type Breach, type Container, inContainer, inPod, items, type JsonMap, overWorkloads, text } from '../manifests';
import type { ManifestRule } from '../rule';

export const k31Duplicates: ManifestRule = {
  id: 'K31',
  severity: 'warning',
  subject: 'pod',
  over: 'manifests',
  why: 'Of two entries with one name, one is dropped without a word, or the pod is refused.',
  mend: 'remove one of the two, or rename it',
  check: overWorkloads((workload) => [
    ...repeated(items(workload.pod.volumes), ({ name }) => text(name)).map(({ index, key }) =>
      inPod(workload, `volumes[${index}]`, `a second volume is called ${key}`),
    ),
    ...workload.containers.flatMap(inOne),
  ]),
};

const inOne = (container: Container): Breach[] => [
  ...repeated(items(container.raw.env), ({ name }) => text(name)).map(({ index, key }) =>
    inContainer(container, `env[${index}]`, `sets the environment variable ${key} twice`),
  ),
  ...repeated(items(container.raw.ports), ({ name }) => text(name)).map(({ index, key }) =>
    inContainer(container, `ports[${index}]`, `has two ports called ${key}`),
  ),
  ...repeated(items(container.raw.ports), ({ containerPort, protocol }) => `${String(containerPort)}/${text(protocol) ?? 'TCP'}`).map(
    ({ index, key }) => inContainer(container, `ports[${index}]`, `declares the port ${key} twice`),
  ),
  ...repeated(items(container.raw.volumeMounts), ({ mountPath, subPath }) => (text(subPath) ? undefined : text(mountPath))).map(
    ({ index, key }) => inContainer(container, `volumeMounts[${index}]`, `mounts two volumes at ${key}`),
  ),
];

/** Items whose key an earlier one has; an item without a key is never one. */
function repeated(
  all: readonly { item: JsonMap; index: number }[],
  keyOf: (item: JsonMap) => string | undefined,
): { index: number; key: string }[] {
  const seen = new Set<string>();
  return all.flatMap(({ item, index }) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    if (seen.has(key)) return [{ index, key }];
    seen.add(key);
    return [];
  });
}
