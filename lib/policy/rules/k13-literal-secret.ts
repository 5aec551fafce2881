import { credentialIn, namesASecret, REFERENCE, secretIn } from '../../secrets';
import { decoded } from '../detected-secrets';
import {
  type Breach,
  type Container,
  fieldPath,
  inContainer,
  inObject,
  items,
  type KubernetesObject,
  list,
  type ManifestIndex,
  map,
  text,
  textMap,
  textsIn,
} from '../manifests';
import type { ManifestRule } from '../rule';

export const k13LiteralSecret: ManifestRule = {
  id: 'K13',
  severity: 'error',
  subject: 'env, args, ConfigMap, Secret, annotation',
  over: 'manifests',
  why: 'A secret in a manifest is in Git for good, and in every copy of it.',
  mend: 'revoke it, keep the new one in the secret store, and let an ExternalSecret bring it into the cluster',
  check: (cluster) => {
    const expected = [inContainers, inConfigMaps, inSecrets, inTemplates, inAnnotations].flatMap((check) => check(cluster));
    return [...expected, ...elsewhere(cluster, expected)];
  },
};

const inContainers = ({ workloads, secrets }: ManifestIndex): Breach[] =>
  workloads.flatMap(({ containers }) =>
    containers.flatMap((container) => [
      ...items(container.raw.env).flatMap(({ item, index }) => {
        const kind = kindOfSecret(text(item.name) ?? '', text(item.value), secrets);
        return kind ? [inContainer(container, `env[${index}].value`, `has ${kind} in the environment variable ${text(item.name)}`)] : [];
      }),
      ...['command', 'args'].flatMap((field) => inArguments(container, field, secrets)),
    ]),
  );

/** `--password=...` in one argument, or `--password` and its value in two. */
const inArguments = (container: Container, field: string, secrets: ManifestIndex['secrets']): Breach[] =>
  list(container.raw[field]).flatMap((argument, index, all) => {
    const before = index > 0 ? (text(all[index - 1]) ?? '') : '';
    const isValue = before.startsWith('-') && !text(argument)?.startsWith('-');
    const kind = kindOfSecret(isValue ? before : '', text(argument), secrets);
    return kind ? [inContainer(container, `${field}[${index}]`, `has ${kind} in its ${field}`)] : [];
  });

const inConfigMaps = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('ConfigMap').flatMap((object) =>
    (['data', 'binaryData'] as const).flatMap((field) =>
      Object.entries(map(object.raw[field])).flatMap(([key, value]) => {
        const kind = kindOfSecret(key, field === 'data' ? text(value) : decoded(value), cluster.secrets);
        return kind ? [inObject(object, fieldPath([field, key]), `key ${key} holds ${kind}, and a ConfigMap is no place for it`)] : [];
      }),
    ),
  );

/** Base64 hides nothing: a Secret with values is a secret in Git. Certificates and public keys are none. */
const inSecrets = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('Secret').flatMap((object) =>
    (['data', 'stringData'] as const).flatMap((field) =>
      Object.entries(textMap(object.raw[field]))
        .filter(([key, value]) => value && !/\.(crt|cer|pub)$/.test(key) && !isBroughtIn(field === 'data' ? decoded(value) : value))
        .map(([key]) => inObject(object, fieldPath([field, key]), `key ${key} has its value in the manifest`)),
    ),
  );

/** A reference that a tool replaces, or what SOPS has encrypted. */
const isBroughtIn = (value = '') => REFERENCE.test(value) || value.startsWith('ENC[');

/** What an ExternalSecret adds to the values that it reads: `{{ .password }}` is one of these, a literal is none. */
const inTemplates = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('ExternalSecret').flatMap((object) =>
    Object.entries(map(map(map(object.spec.target).template).data)).flatMap(([key, value]) => {
      const kind = kindOfSecret(key, text(value), cluster.secrets);
      return kind
        ? [inObject(object, fieldPath(['spec', 'target', 'template', 'data', key]), `key ${key} of its template is ${kind}`)]
        : [];
    }),
  );

const inAnnotations = (cluster: ManifestIndex): Breach[] => [
  ...cluster.objects.flatMap((object) => annotated(object, object.annotations, 'metadata', cluster)),
  ...cluster.workloads
    .filter(({ object }) => object.kind !== 'Pod')
    .flatMap(({ object, annotations, metadataPath }) => annotated(object, annotations, metadataPath, cluster)),
];

const annotated = (
  object: KubernetesObject,
  annotations: Readonly<Record<string, string>>,
  path: string,
  { secrets }: ManifestIndex,
): Breach[] =>
  Object.entries(annotations).flatMap(([key, value]) => {
    const kind = secretIn(value, key) ?? secrets.get(value);
    return kind ? [inObject(object, fieldPath([...path.split('.'), 'annotations', key]), `the annotation ${key} holds ${kind}`)] : [];
  });

/** Credentials of a known form in any other field: the address of a repository, a header of a probe. */
function elsewhere({ objects, secrets }: ManifestIndex, reported: readonly Breach[]): Breach[] {
  const known = new Map<KubernetesObject, Set<string | undefined>>();
  for (const { object, path } of reported) known.set(object, (known.get(object) ?? new Set()).add(path));
  return objects
    .filter(({ kind }) => kind !== 'Secret' && kind !== 'ConfigMap' && kind !== 'CustomResourceDefinition')
    .flatMap((object) =>
      [...textsIn(object.raw)].flatMap(({ text: value, path }) => {
        const kind = credentialIn(value) ?? secrets.get(value);
        const at = kind ? fieldPath(path) : '';
        return kind && !known.get(object)?.has(at) ? [inObject(object, at, `holds ${kind}`)] : [];
      }),
    );
}

/** What kind of secret a named value is; the value itself is never told. */
const kindOfSecret = (name: string, value: string | undefined, secrets: ManifestIndex['secrets']) =>
  value === undefined
    ? undefined
    : (secretIn(value, name) ?? secrets.get(value) ?? (namesASecret(name, value) ? 'a literal that its name calls a secret' : undefined));
