import {
  isMap,
  isSet,
  items,
  type JsonMap,
  type KubernetesObject,
  list,
  type ManifestIndex,
  map,
  number,
  selects,
  text,
  texts,
} from '../manifests';

/** One end of a connection: pods with labels, and the network policies that hold for them. */
export interface End {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly policies: readonly KubernetesObject[];
}

/** A port as a number, with its name where the pods give it one. */
export interface TargetPort {
  readonly number: number;
  readonly name?: string;
  readonly protocol: string;
}

export type Direction = 'Ingress' | 'Egress';
const FIELDS = { Ingress: { rules: 'ingress', peers: 'from' }, Egress: { rules: 'egress', peers: 'to' } } as const;

/** A rule of a policy, with its place. */
export interface PolicyRule {
  readonly policy: KubernetesObject;
  readonly path: string;
  readonly peers: readonly JsonMap[];
  readonly ports: readonly JsonMap[];
}

/** Rules of one direction; undefined when no policy limits it, so that everything passes. */
export function rulesOf({ policies }: Pick<End, 'policies'>, direction: Direction): readonly PolicyRule[] | undefined {
  const limiting = policies.filter(({ spec }) => limits(spec, direction));
  if (limiting.length === 0) return undefined;
  const { rules, peers } = FIELDS[direction];
  return limiting.flatMap((policy) =>
    items(policy.spec[rules]).map(({ item, index }) => ({
      policy,
      path: `spec.${rules}[${index}]`,
      peers: list(item[peers]).filter(isMap),
      ports: list(item.ports).filter(isMap),
    })),
  );
}

/** Without policyTypes a policy is one for ingress, and for egress when it has such rules. */
const limits = (spec: JsonMap, direction: Direction) =>
  Array.isArray(spec.policyTypes) ? texts(spec.policyTypes).includes(direction) : direction === 'Ingress' || list(spec.egress).length > 0;

/** Whether the policies of an end let a connection with the other end pass. */
export const admits = (end: End, direction: Direction, other: End, port: TargetPort, cluster: ManifestIndex): boolean =>
  rulesOf(end, direction)?.some(
    ({ policy, peers, ports }) =>
      (peers.length === 0 || peers.some((peer) => isPeer(peer, policy.namespace, other, cluster))) &&
      (ports.length === 0 || ports.some((allowed) => isPort(allowed, port))),
  ) ?? true;

/** Whether pods are what a peer names; addresses name no pods. */
export function isPeer(
  { podSelector, namespaceSelector }: JsonMap,
  home: string,
  { namespace, labels }: End,
  cluster: ManifestIndex,
): boolean {
  if (!isSet(podSelector) && !isSet(namespaceSelector)) return false;
  const inNamespace = isSet(namespaceSelector) ? selects(namespaceSelector, namespaceLabels(namespace, cluster)) : namespace === home;
  return inNamespace && (!isSet(podSelector) || selects(podSelector, labels));
}

/** The API server puts its name on every namespace. */
export const namespaceLabels = (name: string, cluster: ManifestIndex) => ({
  ...cluster.find('default', 'Namespace', name)?.labels,
  'kubernetes.io/metadata.name': name,
});

export function isPort(allowed: JsonMap, { number: wanted, name, protocol }: TargetPort): boolean {
  if ((text(allowed.protocol) ?? 'TCP') !== protocol) return false;
  if (!isSet(allowed.port)) return true;
  if (text(allowed.port) !== undefined) return allowed.port === name;
  const first = number(allowed.port) ?? 0;
  return wanted >= first && wanted <= (number(allowed.endPort) ?? first);
}

/** Whether a label selector asks for anything. */
export const chooses = (selector: unknown): boolean => {
  const { matchLabels, matchExpressions } = map(selector);
  return Object.keys(map(matchLabels)).length > 0 || list(matchExpressions).length > 0;
};
