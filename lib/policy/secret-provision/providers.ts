import { isMap, items, type KubernetesObject, list, type ManifestIndex, map, text } from '../manifests';

/** What makes a Secret, and the keys that it will have; undefined when only the cluster knows. */
interface Provided {
  readonly name: string;
  readonly keys?: ReadonlySet<string>;
}

/** What makes Secrets, by kind. */
const MAKERS: Readonly<Record<string, (object: KubernetesObject) => Provided>> = {
  Secret: ({ name, raw }) => {
    const keys = [raw.data, raw.stringData].flatMap((values) => Object.keys(map(values)));
    // An empty one is filled by whom it was made for.
    return keys.length > 0 ? { name, keys: new Set(keys) } : { name };
  },
  ExternalSecret: ({ name, spec }) => ({ name: text(map(spec.target).name) ?? name, keys: externalKeys(spec) }),
  'SealedSecret.bitnami.com': ({ name, spec }) => ({
    name: text(map(map(spec.template).metadata).name) ?? name,
    keys: new Set([...Object.keys(map(spec.encryptedData)), ...Object.keys(map(map(spec.template).data))]),
  }),
  'Certificate.cert-manager.io': ({ name, spec }) => ({ name: text(spec.secretName) ?? name }),
};

function externalKeys(spec: KubernetesObject['spec']): ReadonlySet<string> | undefined {
  const template = map(map(spec.target).template);
  if (list(spec.dataFrom).length > 0 || list(template.templateFrom).length > 0) return undefined;
  const read = items(spec.data).flatMap(({ item }) => text(item.secretKey) ?? []);
  if (!isMap(template.data)) return new Set(read);
  // The template stands for all keys, unless it is told to add to them.
  return new Set([...Object.keys(template.data), ...(template.mergePolicy === 'Merge' ? read : [])]);
}

/** The Secrets that the objects of a cluster make. */
export interface Provision {
  /** Whether any is made at all: charts of others often expect theirs to exist. */
  readonly any: boolean;
  /** The keys of a Secret; `any` when only the cluster knows them, undefined when nothing makes it. */
  keysOf(namespace: string, secret: string): ReadonlySet<string> | 'any' | undefined;
}

export function provisionOf(cluster: ManifestIndex): Provision {
  const made = new Map<string, ReadonlySet<string> | 'any'>();
  for (const [kind, maker] of Object.entries(MAKERS)) {
    for (const object of cluster.ofKind(kind)) {
      const { name, keys } = maker(object);
      const address = `${object.namespace}/${name}`;
      const known = made.get(address);
      // Two may fill one Secret (creationPolicy Merge).
      made.set(address, !keys || known === 'any' ? 'any' : new Set([...(known ?? []), ...keys]));
    }
  }
  return { any: made.size > 0, keysOf: (namespace, secret) => made.get(`${namespace}/${secret}`) };
}
