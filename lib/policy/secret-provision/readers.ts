import { isOn, items, type JsonMap, map, text, type Workload } from '../manifests';

/** A place where a pod reads a Secret. */
export interface SecretRead {
  readonly secret: string;
  /** Keys that it asks for. Default: whatever there is. */
  readonly keys: readonly string[];
  /** Of the object. */
  readonly path: string;
  /** Without it, the pod does not start; a missing pull secret only matters where the registry asks for it. */
  readonly needed: boolean;
}

/** Every Secret that the pods of a workload read, and may not do without. */
export const secretsRead = ({ containers, pod, podPath }: Workload): readonly SecretRead[] => [
  ...containers.flatMap(({ raw, path }) => [
    ...items(raw.env).flatMap(({ item, index }) =>
      read(map(item.valueFrom).secretKeyRef, `${path}.env[${index}].valueFrom.secretKeyRef`, ({ key }) => text(key) ?? []),
    ),
    ...items(raw.envFrom).flatMap(({ item, index }) => read(item.secretRef, `${path}.envFrom[${index}].secretRef`)),
  ]),
  ...items(pod.volumes).flatMap(({ item, index }) => [
    ...read(item.secret, `${podPath}.volumes[${index}].secret`, keysOfItems),
    ...items(map(item.projected).sources).flatMap(({ item: source, index: at }) =>
      read(source.secret, `${podPath}.volumes[${index}].projected.sources[${at}].secret`, keysOfItems),
    ),
  ]),
  ...items(pod.imagePullSecrets).flatMap(({ item, index }) =>
    read(item, `${podPath}.imagePullSecrets[${index}]`).map((found) => ({ ...found, needed: false })),
  ),
];

const keysOfItems = ({ items: chosen }: JsonMap) => items(chosen).flatMap(({ item }) => text(item.key) ?? []);

function read(reference: unknown, path: string, keysOf: (reference: JsonMap) => string | readonly string[] = () => []): SecretRead[] {
  const found = map(reference);
  const secret = text(found.secretName) ?? text(found.name);
  return secret && !isOn(found.optional) ? [{ secret, keys: [keysOf(found)].flat(), path, needed: true }] : [];
}
