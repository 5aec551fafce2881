import type { KubernetesObject, ManifestIndex } from '../manifests';

/** Everything that is rendered: the clusters, and what synchronises them. */
export interface RenderedTree {
  readonly clusters: readonly ManifestIndex[];
  readonly synchronisers: readonly ManifestIndex[];
}

/** The folder of a rendered file; empty for an object that was never written. */
export const folderOf = ({ source: { file = '' } }: KubernetesObject) => file.slice(0, Math.max(0, file.lastIndexOf('/')));

/** Objects of the clusters by the folder that they are rendered to. */
export function objectsByFolder({ clusters }: RenderedTree): ReadonlyMap<string, readonly KubernetesObject[]> {
  const folders = new Map<string, KubernetesObject[]>();
  for (const object of clusters.flatMap(({ objects }) => objects)) {
    const folder = folderOf(object);
    const known = folders.get(folder);
    if (known) known.push(object);
    else folders.set(folder, [object]);
  }
  return folders;
}

/** The API group of an object; the core group is empty. */
export const groupOf = ({ apiVersion }: KubernetesObject) => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');

/** The kind as it is written, without what distinguishes kinds of one name. */
export const plainKind = ({ kind }: KubernetesObject) => kind.split('.')[0] ?? kind;
