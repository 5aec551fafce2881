import { groupBy, type ManifestObject, type ManifestSet, map, text } from '../manifests';

/**
 * Takes the objects of several clusters apart. An object that is there twice cannot be in one cluster; folders then are
 * clusters, from the depth on at which none of them has an object twice. Where no depth does that they stay together.
 */
export function clustersOf(objects: readonly ManifestObject[]): readonly Pick<ManifestSet, 'objects' | 'where'>[] {
  if (!hasTwice(objects)) return [{ objects }];
  const folders = objects.map(({ file = '' }) => file.split('/').slice(0, -1));
  const shared = sharedDepth(folders);
  const deepest = folders.reduce((depth, { length }) => Math.max(depth, length), 0);
  for (let depth = shared + 1; depth <= deepest; depth++) {
    const below = ({ file = '' }: ManifestObject) => file.split('/').slice(0, -1).slice(shared, depth).join('/');
    const groups = groupBy(objects, below);
    if ([...groups.values()].every((group) => !hasTwice(group))) return [...groups].map(([where, group]) => ({ where, objects: group }));
  }
  return [{ objects }];
}

function hasTwice(objects: readonly ManifestObject[]): boolean {
  const seen = new Set<string>();
  return objects.some(({ object }) => {
    const { apiVersion, kind, metadata } = map(object);
    const { name, namespace } = map(metadata);
    // What has no name of its own gets one in the cluster.
    if (text(name) === undefined) return false;
    const id = JSON.stringify([apiVersion, kind, namespace, name]);
    const twice = seen.has(id);
    seen.add(id);
    return twice;
  });
}

/** How many folders all paths begin with. */
function sharedDepth([first = [], ...others]: readonly (readonly string[])[]): number {
  const end = first.findIndex((part, depth) => others.some((other) => other[depth] !== part));
  return end < 0 ? first.length : end;
}
