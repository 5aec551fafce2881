import { type Breach, inObject, type KubernetesObject, map, text } from '../manifests';
import { applicationsOf } from './applications';
import { objectsByFolder, type RenderedTree } from './tree';

/** Where a folder is synced from: the object that says so, and the field. */
interface Owner {
  readonly object: KubernetesObject;
  readonly at: string;
  readonly name: string;
  readonly path: string;
}

/** Folders that no Application of Argo CD syncs, or more than one, and Applications of nothing. */
export const applicationOwners = (tree: RenderedTree): Breach[] =>
  tree.synchronisers.flatMap((index) => {
    const applications = applicationsOf(index);
    const owners = applications.map(({ object, at, name, path }) => ({ object, at: `${at}.source.path`, name, path }));
    // What an Application reads from the folder of the synchroniser itself is the app of apps.
    const own = owners.filter(({ path }) => !path.startsWith('gitops/'));
    return own.length === 0 ? [] : ownership(own, objectsByFolder(tree), () => true);
  });

/** The same for the Kustomizations of Flux; each cluster has a Flux of its own. */
export const kustomizationOwners = (tree: RenderedTree): Breach[] =>
  tree.synchronisers.flatMap((index) => {
    const kustomizations = index.ofKind('Kustomization.kustomize.toolkit.fluxcd.io', 'Kustomization');
    const owners = kustomizations.map((object) => ({
      object,
      at: 'spec.path',
      name: object.name,
      path: (text(object.spec.path) ?? '').replace(/^(\.?\/)+|\/+$/g, ''),
    }));
    if (owners.length === 0) return [];
    const clusters = new Set(owners.map(({ path }) => clusterOf(path)));
    const sources = new Set(index.ofKind('GitRepository.source.toolkit.fluxcd.io', 'GitRepository').map(({ name }) => name));
    const lost = kustomizations.flatMap((object) => {
      const source = text(map(object.spec.sourceRef).name) ?? '';
      if (sources.has(source)) return [];
      return [
        inObject(object, 'spec.sourceRef', `reads the GitRepository ${source}, which is not rendered`, {
          fix: 'render it, or name another',
        }),
      ];
    });
    return [...lost, ...ownership(owners, objectsByFolder(tree), (folder) => clusters.has(clusterOf(folder)))];
  });

/** `production/us-east-1` of `production/us-east-1/cart`. */
const clusterOf = (folder: string) => folder.split('/').slice(0, 2).join('/');

function ownership(
  owners: readonly Owner[],
  folders: ReadonlyMap<string, readonly KubernetesObject[]>,
  concerns: (folder: string) => boolean,
): Breach[] {
  const byPath = new Map<string, Owner>();
  const breaches: Breach[] = [];
  for (const owner of owners) {
    const other = byPath.get(owner.path);
    if (other) {
      breaches.push(
        inObject(owner.object, owner.at, `${owner.name} syncs ${owner.path}, which ${other.name} syncs too`, {
          fix: 'remove one of the two',
        }),
      );
    } else if (!folders.has(owner.path)) {
      const fix = 'remove it: with pruning it would delete everything that it made';
      breaches.push(inObject(owner.object, owner.at, `${owner.name} syncs ${owner.path}, where nothing is rendered`, { fix }));
    }
    byPath.set(owner.path, owner);
  }
  for (const [folder, [first]] of folders) {
    if (first && concerns(folder) && !byPath.has(folder)) {
      breaches.push(
        inObject(first, 'metadata.name', `nothing syncs its folder ${folder}`, {
          fix: 'add an Application or Kustomization for the folder',
        }),
      );
    }
  }
  return breaches;
}
