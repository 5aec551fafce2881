import {
  type Breach,
  type Container,
  inContainer,
  inObject,
  items,
  type KubernetesObject,
  list,
  type ManifestIndex,
  map,
  text,
} from '../manifests';
import type { ManifestRule } from '../rule';
import { namesASecret, secretIn } from './secret-patterns';

export const k13LiteralSecret: ManifestRule = {
  id: 'K13',
  severity: 'error',
  subject: 'env, args, ConfigMap, Secret, annotation',
  over: 'manifests',
  why: 'A secret in a manifest is in Git for good, and in every copy of it.',
  mend: 'revoke it, keep the new one in the secret store, and let an ExternalSecret bring it into the cluster',
  check: (cluster) => [...inContainers(cluster), ...inConfigMaps(cluster), ...inSecrets(cluster), ...inAnnotations(cluster)],
};

const inContainers = ({ workloads }: ManifestIndex): Breach[] =>
  workloads.flatMap(({ containers }) =>
    containers.flatMap((container) => [
      ...items(container.raw.env).flatMap(({ item, index }) => {
        const kind = kindOfSecret(text(item.name) ?? '', text(item.value));
        return kind ? [inContainer(container, `env[${index}].value`, `has ${kind} in the environment variable ${text(item.name)}`)] : [];
      }),
      ...['command', 'args'].flatMap((field) => inArguments(container, field)),
    ]),
  );

/** `--password=...` in one argument, or `--password` and its value in two. */
const inArguments = (container: Container, field: string): Breach[] =>
  list(container.raw[field]).flatMap((argument, index, all) => {
    const before = index > 0 ? (text(all[index - 1]) ?? '') : '';
    const isValue = before.startsWith('-') && !text(argument)?.startsWith('-');
    const kind = kindOfSecret(isValue ? before : '', text(argument));
    return kind ? [inContainer(container, `${field}[${index}]`, `has ${kind} in its ${field}`)] : [];
  });

const inConfigMaps = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('ConfigMap').flatMap((object) =>
    Object.entries(map(object.raw.data)).flatMap(([key, value]) => {
      const kind = kindOfSecret(key, text(value));
      return kind ? [inObject(object, `data["${key}"]`, `key ${key} holds ${kind}, and a ConfigMap is no place for it`)] : [];
    }),
  );

/** Base64 hides nothing: a Secret with values is a secret in Git. Certificates and public keys are none. */
const inSecrets = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('Secret').flatMap((object) =>
    ['data', 'stringData'].flatMap((field) =>
      Object.entries(map(object.raw[field]))
        .filter(([key, value]) => text(value) && !/\.(crt|cer|pub)$/.test(key))
        .map(([key]) => inObject(object, `${field}["${key}"]`, `key ${key} has its value in the manifest`)),
    ),
  );

const inAnnotations = (cluster: ManifestIndex): Breach[] => [
  ...cluster.objects.flatMap((object) => annotated(object, object.annotations, 'metadata')),
  ...cluster.workloads
    .filter(({ object }) => object.kind !== 'Pod')
    .flatMap(({ object, annotations, metadataPath }) => annotated(object, annotations, metadataPath)),
];

const annotated = (object: KubernetesObject, annotations: Readonly<Record<string, string>>, path: string): Breach[] =>
  Object.entries(annotations).flatMap(([key, value]) => {
    const kind = secretIn(value);
    return kind ? [inObject(object, `${path}.annotations["${key}"]`, `the annotation ${key} holds ${kind}`)] : [];
  });

/** What kind of secret a named value is; the value itself is never told. */
const kindOfSecret = (name: string, value: string | undefined) =>
  value === undefined ? undefined : (secretIn(value) ?? (namesASecret(name, value) ? 'a literal that its name calls a secret' : undefined));
