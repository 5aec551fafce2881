import { type Breach, inObject, type KubernetesObject, type ManifestIndex, map, text } from '../manifests';

const FIELDS = [
  ['canary', 'canaryService'],
  ['canary', 'stableService'],
  ['blueGreen', 'activeService'],
  ['blueGreen', 'previewService'],
] as const;

/** Services between which a Rollout moves its traffic. */
export const services = (rollout: KubernetesObject, cluster: ManifestIndex): Breach[] =>
  FIELDS.flatMap(([strategy, field]) => {
    const name = text(map(map(rollout.spec.strategy)[strategy])[field]);
    if (name === undefined || cluster.find(rollout.namespace, 'Service', name)) return [];
    const message = `moves traffic to the Service ${name}, which does not exist in the namespace ${rollout.namespace}`;
    return [inObject(rollout, `spec.strategy.${strategy}.${field}`, message, { fix: 'add the Service, or name one of the namespace' })];
  });
