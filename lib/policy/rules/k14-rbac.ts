import { type Breach, inObject, items, type KubernetesObject, map, overKinds, texts } from '../manifests';
import type { ManifestRule } from '../rule';

export const k14Rbac: ManifestRule = {
  id: 'K14',
  severity: 'error',
  subject: 'Role, ClusterRole and their bindings',
  over: 'manifests',
  why: 'A wildcard grants what nobody thought of, tomorrow included, and exec into pods grants what those pods may do.',
  mend: 'name the verbs and resources that are used, and bind a role that has only these',
  check: overKinds(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'], (object) => [...grants(object), ...bindings(object)]),
};

const FIELDS = ['verbs', 'resources', 'apiGroups', 'nonResourceURLs'];
/** Subresources that run commands in other people's pods. */
const INTO_PODS = ['pods/exec', 'pods/attach'];

const grants = (object: KubernetesObject): Breach[] =>
  items(object.raw.rules).flatMap(({ item, index }) => [
    ...FIELDS.filter((field) => texts(item[field]).some((value) => value.includes('*'))).map((field) =>
      inObject(object, `rules[${index}].${field}`, `grants ${texts(item[field]).join(', ')} in ${field}`),
    ),
    ...texts(item.resources)
      .filter((resource) => INTO_PODS.includes(resource))
      .map((resource) =>
        inObject(object, `rules[${index}].resources`, `grants ${resource}, and with it the rights and secrets of the pods`),
      ),
  ]);

const bindings = (object: KubernetesObject): Breach[] => [
  ...(map(object.raw.roleRef).name === 'cluster-admin'
    ? [inObject(object, 'roleRef.name', 'binds cluster-admin, which may do everything')]
    : []),
  ...items(object.raw.subjects)
    .filter(({ item }) => item.name === 'system:masters')
    .map(({ index }) => inObject(object, `subjects[${index}].name`, 'binds system:masters, which no rule can restrict')),
];
