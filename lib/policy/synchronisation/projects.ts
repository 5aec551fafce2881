import { type Breach, inObject, isSet, map } from '../manifests';
import { applicationsOf, matches, projectsOf, type SyncedApplication, type SyncProject } from './applications';
import { groupOf, objectsByFolder, plainKind, type RenderedTree } from './tree';

/** Applications that their project refuses, and objects that it refuses for them. */
export function projectBreaches(tree: RenderedTree): Breach[] {
  const folders = objectsByFolder(tree);
  return tree.synchronisers.flatMap((index) => {
    const projects = projectsOf(index);
    return applicationsOf(index).flatMap((application) => {
      const project = projects.get(application.project);
      if (!project) return [unknownProject(application, [...projects.keys()])];
      return [...refusals(application, project), ...refusedKinds(application, project, folders)];
    });
  });
}

function unknownProject({ object, at, name, project }: SyncedApplication, known: readonly string[]): Breach {
  const fix = known.length > 0 ? `use one of ${known.join(', ')}` : 'render its AppProject';
  return inObject(object, `${at}.project`, `${name} belongs to the project ${project || '(none)'}, which is not rendered`, { fix });
}

function refusals(
  { object, at, name, project: projectName, repository, cluster, namespace }: SyncedApplication,
  project: SyncProject,
): Breach[] {
  const breaches: Breach[] = [];
  if (!project.repositories.some((pattern) => matches(pattern, repository))) {
    const fix = `add it to sourceRepos of ${projectName}`;
    breaches.push(
      inObject(object, `${at}.source.repoURL`, `${name} reads ${repository}, which its project ${projectName} does not allow`, { fix }),
    );
  }
  if (!project.destinations.some((allowed) => matches(allowed.cluster, cluster) && matches(allowed.namespace, namespace))) {
    const fix = `add it to destinations of ${projectName}`;
    breaches.push(
      inObject(object, `${at}.destination`, `${name} writes to ${cluster}/${namespace}, which its project ${projectName} does not allow`, {
        fix,
      }),
    );
  }
  return breaches;
}

function refusedKinds(application: SyncedApplication, project: SyncProject, folders: ReturnType<typeof objectsByFolder>): Breach[] {
  const { name, project: projectName, cluster } = application;
  return (folders.get(application.path) ?? []).flatMap((object) => {
    const namespaced = isSet(map(object.raw.metadata).namespace);
    if (!project.admits(groupOf(object), plainKind(object), namespaced)) {
      const list = namespaced ? 'namespaceResourceWhitelist' : 'clusterResourceWhitelist';
      const fix = `add ${groupOf(object) || 'the core group'}/${plainKind(object)} to ${list} of ${projectName}`;
      return [inObject(object, 'kind', `its project ${projectName} does not admit the kind, so ${name} cannot sync it`, { fix })];
    }
    if (
      !namespaced ||
      project.destinations.some((allowed) => matches(allowed.cluster, cluster) && matches(allowed.namespace, object.namespace))
    ) {
      return [];
    }
    const fix = `add ${cluster}/${object.namespace} to destinations of ${projectName}`;
    return [
      inObject(object, 'metadata.namespace', `its project ${projectName} may not write to the namespace ${object.namespace}`, { fix }),
    ];
  });
}
