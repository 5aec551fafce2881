import { nearest } from '../../spec';
import { type Breach, fieldPath, inObject, type KubernetesObject } from '../manifests';
import type { ManifestRule } from '../rule';
import { meantBy, schemaFaults, type UnknownField } from '../schemas';
import { RETIRED, type RetiredVersion } from './retired-versions';

export const k30ApiVersion: ManifestRule = {
  id: 'K30',
  severity: 'error',
  subject: 'every object',
  over: 'manifests',
  why: 'The API server refuses what it does not know, and the sync stops in the middle; a field that it drops never takes effect.',
  mend: 'write what the API reference of the kind says',
  check: ({ objects, kubernetes }) =>
    objects.flatMap((object) => {
      const retired = RETIRED.get(`${object.apiVersion}/${String(object.raw.kind)}`);
      return retired ? [outOfService(object, retired, kubernetes)] : [...notServed(object), ...faults(object)];
    }),
};

function outOfService(object: KubernetesObject, retired: RetiredVersion, kubernetes: string): Breach {
  const fix = retired.use ? `use apiVersion ${retired.use}` : `remove it: ${retired.instead ?? 'nothing replaces it'}`;
  if (retired.removed === undefined || minor(kubernetes) < minor(retired.removed)) {
    const until = retired.removed ? `is served until Kubernetes ${retired.removed}` : 'is deprecated';
    return inObject(object, 'apiVersion', `${object.apiVersion} ${until}`, { fix, severity: 'warning' });
  }
  const message = `${object.apiVersion} is not served since Kubernetes ${retired.removed}; the cluster runs ${kubernetes}`;
  return inObject(object, 'apiVersion', message, { fix });
}

function notServed(object: KubernetesObject): Breach[] {
  const kind = String(object.raw.kind);
  const meant = meantBy(object.apiVersion, kind);
  if (!meant) return [];
  const [field, fix] =
    meant.kind === kind ? ['apiVersion', `use apiVersion ${meant.apiVersion}`] : ['kind', `did you mean ${meant.kind}? Correct the kind`];
  return [inObject(object, field, `${object.apiVersion} has no kind ${kind}`, { fix })];
}

function faults(object: KubernetesObject): Breach[] {
  const { unknown, wrong } = schemaFaults(object.apiVersion, String(object.raw.kind), object.raw);
  return [
    ...unknown.map((field) => unknownField(object, field)),
    ...wrong.map(({ path, message, fix }) => inObject(object, fieldPath(path), message, { fix })),
  ];
}

function unknownField(object: KubernetesObject, { path, known }: UnknownField): Breach {
  const name = String(path.at(-1));
  const parent = fieldPath(path.slice(0, -1)) || String(object.raw.kind);
  const close = nearest(name, [...known]);
  const fix = close ? `did you mean ${close}? Rename or remove it` : `remove it; ${parent} has ${[...known].sort().join(', ')}`;
  return inObject(object, fieldPath(path), `${parent} has no field ${name}`, { fix });
}

/** `1.34` and `v1.34.2` as 34; all versions in question are of major version 1. */
const minor = (version: string) => Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? Number.POSITIVE_INFINITY);
