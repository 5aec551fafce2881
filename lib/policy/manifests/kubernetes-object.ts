import type { Path, Place } from '../../spec';
import { isMap, items, type JsonMap, map, text, textMap } from './json';
import { kindOf } from './kinds';

/** A parsed Kubernetes object, and the file that it stands in. */
export interface ManifestObject {
  readonly object: unknown;
  readonly file?: string;
  /** First line of the object in its file. */
  readonly line?: number;
  /** Where it was parsed from. Default: findings name its first line only. */
  readonly origin?: Origin;
}

/** The document of an object, and its place in it. */
export interface Origin {
  readonly document: PlacedDocument;
  /** Empty; in a list, such as `items`, 3. */
  readonly at: Path;
}

/** A document that can say where its values stand. */
export interface PlacedDocument {
  /** Parses it again: places are asked for where something is wrong, and thousands of documents stay small until then. */
  open(): (path: Path) => Place;
}

/** The objects of one cluster: rules look at them together. */
export interface ManifestSet {
  readonly objects: readonly ManifestObject[];
  /** Leads every subject, such as `production/us-east-1`. */
  readonly where?: string;
  /** Asks for more: images by digest. Default: false. */
  readonly production?: boolean;
  /** What Argo CD or Flux reads, and not what runs in a cluster. Default: false. */
  readonly synchronises?: boolean;
  /** Texts that hold a secret which only a slow search finds, with its kind. */
  readonly secrets?: ReadonlyMap<string, string>;
  /** Version of the cluster, such as `1.34`. Default: the newest that this version knows. */
  readonly kubernetes?: string;
}

/** A Kubernetes object whose head has been read. */
export interface KubernetesObject {
  readonly raw: JsonMap;
  readonly apiVersion: string;
  /** The kind where its group is the usual one, else `Kind.group`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: JsonMap;
  readonly subject: string;
  readonly source: ManifestObject;
}

/** Reads the heads; lists are taken apart, and what is no Kubernetes object is passed over. */
export function kubernetesObjects({ objects, where }: ManifestSet): readonly KubernetesObject[] {
  return objects.flatMap((source) => {
    if (!isMap(source?.object)) return [];
    const members = /List$/.test(text(source.object.kind) ?? '') ? items(source.object.items).map(({ item }) => item) : [source.object];
    return members.flatMap((raw) => head(raw, source, where));
  });
}

function head(raw: JsonMap, source: ManifestObject, where: string | undefined): KubernetesObject[] {
  const apiVersion = text(raw.apiVersion);
  const kind = text(raw.kind);
  if (!apiVersion || !kind) return [];
  const metadata = map(raw.metadata);
  const name = text(metadata.name) ?? text(metadata.generateName) ?? '(unnamed)';
  const namespace = text(metadata.namespace);
  return [
    {
      raw,
      apiVersion,
      kind: kindOf(apiVersion, kind),
      name,
      namespace: namespace ?? 'default',
      labels: textMap(metadata.labels),
      annotations: textMap(metadata.annotations),
      spec: map(raw.spec),
      subject: [where, namespace, kind, name].filter((part) => part).join('/'),
      source,
    },
  ];
}
