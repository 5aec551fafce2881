import { type Breach, inObject, items, type KubernetesObject, type ManifestIndex, map, text, texts } from '../manifests';
import { applicationsOf, type SyncedApplication } from './applications';
import { objectsByFolder, plainKind, type RenderedTree } from './tree';

const WAVE = 'argocd.argoproj.io/sync-wave';
const STORES = new Set(['SecretStore', 'ClusterSecretStore']);

/** Objects that are applied before what they cannot be without: namespaces, definitions and stores come first. */
export function orderBreaches(tree: RenderedTree): Breach[] {
  const folders = objectsByFolder(tree);
  return tree.synchronisers.flatMap((index) => [...argoOrder(index, folders), ...fluxOrder(index, folders)]);
}

type Folders = ReadonlyMap<string, readonly KubernetesObject[]>;

function argoOrder(index: ManifestIndex, folders: Folders): Breach[] {
  const steps = stepsOf(index);
  const applications = applicationsOf(index).filter(({ path }) => folders.has(path));
  const placed = applications.flatMap((application) =>
    (folders.get(application.path) ?? []).map((object) => ({ object, application, step: steps(application), wave: waveOf(object) })),
  );
  // Every Application writes to one cluster: what is needed must come earlier there.
  const first = new Map<string, { step: number; wave: number; folder: string }>();
  for (const { object, application, step, wave } of placed) {
    for (const key of providedBy(object)) first.set(`${application.cluster} ${key}`, { step, wave, folder: application.path });
  }
  return placed.flatMap(({ object, application, step, wave }) =>
    neededBy(object).flatMap(({ key, what, path }) => {
      const provider = first.get(`${application.cluster} ${key}`);
      const early = provider && (provider.folder === application.path ? provider.wave >= wave : provider.step >= step);
      if (!early) return [];
      const fix = `give ${what} an earlier sync wave, or its Application an earlier step`;
      return [inObject(object, path, `is applied before ${what}, without which it is refused`, { fix })];
    }),
  );
}

/** Place of an Application in the rolling sync of its set; without one all are synced at once. */
function stepsOf(index: ManifestIndex): (application: SyncedApplication) => number {
  const ofSet = new Map(
    index.ofKind('ApplicationSet.argoproj.io', 'ApplicationSet').map((set) => [set, items(map(map(set.spec.strategy).rollingSync).steps)]),
  );
  return ({ object, labels }) => {
    const steps = ofSet.get(object) ?? [];
    const place = steps.findIndex(({ item }) =>
      items(item.matchExpressions).every(({ item: { key, values } }) => texts(values).includes(labels[text(key) ?? ''] ?? '')),
    );
    return place < 0 ? steps.length : place;
  };
}

const waveOf = ({ annotations }: KubernetesObject) => Number(annotations[WAVE] ?? 0);

/** Names under which others need an object. */
function providedBy(object: KubernetesObject): string[] {
  const kind = plainKind(object);
  if (kind === 'Namespace') return [`namespace/${object.name}`];
  if (kind === 'SecretStore') return [`store/${object.namespace}/${object.name}`];
  return kind === 'ClusterSecretStore' ? [`store//${object.name}`] : [];
}

function neededBy(object: KubernetesObject): { key: string; what: string; path: string }[] {
  const { namespace } = map(object.raw.metadata);
  const needs =
    typeof namespace === 'string'
      ? [{ key: `namespace/${namespace}`, what: `the namespace ${namespace}`, path: 'metadata.namespace' }]
      : [];
  if (plainKind(object) !== 'ExternalSecret') return needs;
  const { kind, name } = map(object.spec.secretStoreRef);
  const store = text(kind) ?? 'SecretStore';
  if (!STORES.has(store)) return needs;
  const key = `store/${store === 'SecretStore' ? object.namespace : ''}/${text(name) ?? ''}`;
  return [...needs, { key, what: `the ${store} ${text(name) ?? ''}`, path: 'spec.secretStoreRef' }];
}

/** A Kustomization comes after the one that makes its namespace, and waits for nothing that is not there. */
function fluxOrder(index: ManifestIndex, folders: Folders): Breach[] {
  const all = index.ofKind('Kustomization.kustomize.toolkit.fluxcd.io', 'Kustomization');
  const after = new Map(all.map(({ name, spec }) => [name, items(spec.dependsOn).map(({ item }) => text(item.name) ?? '')]));
  const objectsOf = ({ spec }: KubernetesObject) => folders.get((text(spec.path) ?? '').replace(/^(\.?\/)+|\/+$/g, '')) ?? [];
  const maker = new Map(
    all.flatMap((kustomization) =>
      objectsOf(kustomization)
        .flatMap(providedBy)
        .map((key) => [key, kustomization.name] as const),
    ),
  );
  return all.flatMap((kustomization) => {
    const unknown = (after.get(kustomization.name) ?? []).filter((name) => !after.has(name));
    const earlier = reachable(kustomization.name, after);
    const needed = new Set(
      objectsOf(kustomization)
        .flatMap(neededBy)
        .flatMap(({ key }) => maker.get(key) ?? []),
    );
    const late = [...needed].filter((name) => name !== kustomization.name && !earlier.has(name));
    return [
      ...unknown.map((name) =>
        inObject(kustomization, 'spec.dependsOn', `waits for the Kustomization ${name}, which is not there`, { fix: 'remove it' }),
      ),
      ...late.map((name) =>
        inObject(kustomization, 'spec.dependsOn', `does not wait for ${name}, which makes what it needs`, {
          fix: `add ${name} to dependsOn`,
        }),
      ),
      ...(earlier.has(kustomization.name)
        ? [inObject(kustomization, 'spec.dependsOn', 'waits for itself in a circle', { fix: 'take one of the circle out' })]
        : []),
    ];
  });
}

function reachable(from: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(next.get(from) ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(next.get(name) ?? []));
  }
  return seen;
}
