import { ANNOTATIONS } from '../../model';
import { type Breach, fieldPath, inObject, isMap, items, type KubernetesObject, type ManifestIndex, map, text } from '../manifests';

/** What the operator takes when refreshInterval is absent (External Secrets Operator, API of ExternalSecret). */
const DEFAULT_REFRESH = '1h0m0s';

/** The stores of an ExternalSecret exist, and it is refreshed before its secret is rotated again. */
export const externalSecrets = (cluster: ManifestIndex): Breach[] => {
  const shared = new Set(cluster.ofKind('ClusterSecretStore').map(({ name }) => name));
  return cluster.ofKind('ExternalSecret').flatMap((object) => [...stores(object, cluster, shared), ...refresh(object)]);
};

function stores(object: KubernetesObject, cluster: ManifestIndex, shared: ReadonlySet<string>): Breach[] {
  const sources = ['data', 'dataFrom'].flatMap((field) =>
    items(object.spec[field]).map(({ item, index }) => ({ source: map(item.sourceRef), path: ['spec', field, index, 'sourceRef'] })),
  );
  const own = object.spec.secretStoreRef;
  const needsOwn = sources.length === 0 || sources.some(({ source }) => !isMap(source.storeRef) && !isMap(source.generatorRef));
  const references = [
    ...(isMap(own) || needsOwn ? [{ reference: map(own), path: ['spec', 'secretStoreRef'] }] : []),
    ...sources.flatMap(({ source, path }) => (isMap(source.storeRef) ? [{ reference: source.storeRef, path: [...path, 'storeRef'] }] : [])),
  ];
  return references.flatMap(({ reference, path }) => {
    const name = text(reference.name) ?? '';
    const kind = text(reference.kind) ?? 'SecretStore';
    const exists = kind === 'ClusterSecretStore' ? shared.has(name) : cluster.find(object.namespace, kind, name) !== undefined;
    if (exists) return [];
    const where = kind === 'ClusterSecretStore' ? '' : ` in the namespace ${object.namespace}`;
    const message = name ? `reads from the ${kind} ${name}, which does not exist${where}` : 'names no store to read from';
    return [inObject(object, fieldPath(path), message, { fix: 'name a SecretStore of the namespace, or a ClusterSecretStore' })];
  });
}

function refresh(object: KubernetesObject): Breach[] {
  const { refreshInterval, refreshPolicy } = object.spec;
  const path = 'spec.refreshInterval';
  const fix = 'set a Go duration such as 1h, shorter than the time between two rotations';
  const written = text(refreshInterval) ?? (refreshInterval === undefined || refreshInterval === null ? DEFAULT_REFRESH : '');
  const seconds = goSeconds(written);
  if (seconds === undefined) return [inObject(object, path, 'refreshInterval is no duration', { fix })];
  if (seconds === 0 || (typeof refreshPolicy === 'string' && refreshPolicy !== 'Periodic')) {
    return [inObject(object, path, 'is read once and never again, so a rotated secret does not reach the pods', { fix })];
  }
  const rotation = object.annotations[ANNOTATIONS.rotation];
  if (rotation === undefined) return [];
  const between = goSeconds(rotation);
  const annotation = fieldPath(['metadata', 'annotations', ANNOTATIONS.rotation]);
  if (!between) return [inObject(object, annotation, `${ANNOTATIONS.rotation} is no duration`, { fix: 'set a Go duration such as 720h' })];
  if (seconds < between) return [];
  const message = `is refreshed every ${written}, and its secret may be rotated every ${rotation}: the pods then hold one that is no longer valid`;
  return [inObject(object, path, message, { fix: `refresh more often than every ${rotation}` })];
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** Seconds of a duration as Go reads it; undefined when it is none. */
function goSeconds(duration: string): number | undefined {
  if (duration === '0') return 0;
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(duration)) return undefined;
  return [...duration.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  );
}
