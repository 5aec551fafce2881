import {
  type Breach,
  groupBy,
  inObject,
  items,
  type KubernetesObject,
  type ManifestIndex,
  map,
  text,
  texts,
  type Workload,
} from '../manifests';
import { admits, type TargetPort } from '../network/end';
import { endOf, targetPorts } from '../network/pods';
import { dataPlaneOf, HBONE, isMeshed, targetsOf } from './data-plane';

/** What a mesh lets a workload be called by, as its policies say. */
export interface Access {
  /** Whether the policies of pods let a caller reach a port; methods and paths are not looked at. */
  admits(caller: Workload, callee: Workload, port: TargetPort): boolean;
  /** Policies that say anything of the pods of a workload. */
  policies(workload: Workload): readonly KubernetesObject[];
  /** Policies that a waypoint keeps for a Service or a ServiceEntry. */
  policiesFor(target: KubernetesObject): readonly KubernetesObject[];
}

export const AUTHORIZATION = 'AuthorizationPolicy.security.istio.io';

export function accessOf(cluster: ManifestIndex): Access {
  const known = new Map<Workload, KubernetesObject[]>();
  const targeted = new Map<string, KubernetesObject[]>();
  for (const policy of cluster.ofKind(AUTHORIZATION)) {
    const targets = targetsOf(policy);
    for (const { kind, name } of targets) append(targeted, `${policy.namespace} ${kind} ${name}`, policy);
    if (targets.length > 0) continue;
    // No selector selects every pod of the namespace.
    for (const workload of cluster.pods.select(policy.namespace, map(policy.spec.selector))) append(known, workload, policy);
  }
  const policies = (workload: Workload): readonly KubernetesObject[] => known.get(workload) ?? [];
  return {
    policies,
    policiesFor: ({ namespace, kind, name }) => targeted.get(`${namespace} ${kind.split('.')[0]} ${name}`) ?? [],
    admits: (caller, callee, port) => admittedBy(policies(callee), caller, port),
  };
}

function append<Key>(to: Map<Key, KubernetesObject[]>, key: Key, policy: KubernetesObject): void {
  const found = to.get(key);
  if (found) found.push(policy);
  else to.set(key, [policy]);
}

/** Whether policies together let a caller reach a port: none denies, and one allows where any does. */
export function admittedBy(policies: readonly KubernetesObject[], caller: Workload, port: TargetPort): boolean {
  const denied = policies.some((policy) => policy.spec.action === 'DENY' && matches(policy, caller, port));
  const allowing = policies.filter(({ spec }) => (spec.action ?? 'ALLOW') === 'ALLOW');
  return !denied && (allowing.length === 0 || allowing.some((policy) => matches(policy, caller, port)));
}

const matches = ({ spec }: KubernetesObject, caller: Workload, port: TargetPort) =>
  items(spec.rules).some(({ item: rule }) => {
    const from = items(rule.from).map(({ item }) => map(item.source));
    const to = items(rule.to).map(({ item }) => map(item.operation));
    return (
      (from.length === 0 || from.some((source) => isSource(source, caller))) &&
      (to.length === 0 || to.some((operation) => isPort(operation, port)))
    );
  });

function isSource(source: Readonly<Record<string, unknown>>, { object, pod }: Workload): boolean {
  const identity = `/ns/${object.namespace}/sa/${text(pod.serviceAccountName) ?? 'default'}`;
  const principals = texts(source.principals);
  const namespaces = texts(source.namespaces);
  return (
    (principals.length === 0 || principals.some((wanted) => wanted === '*' || wanted.endsWith(identity) || isPrefix(wanted, identity))) &&
    (namespaces.length === 0 || namespaces.includes(object.namespace))
  );
}

/** `cluster.local/ns/shop/*` stands for every account of shop. */
const isPrefix = (wanted: string, identity: string) => wanted.endsWith('*') && `cluster.local${identity}`.startsWith(wanted.slice(0, -1));

function isPort(operation: Readonly<Record<string, unknown>>, { number }: TargetPort): boolean {
  const ports = texts(operation.ports);
  return ports.length === 0 || ports.includes(String(number));
}

/** Accounts that policies name, as `namespace/account`. */
export const accountsOf = ({ spec }: KubernetesObject): readonly string[] =>
  items(spec.rules).flatMap(({ item: rule }) =>
    items(rule.from).flatMap(({ item }) =>
      texts(map(item.source).principals).flatMap((principal) => {
        const [, namespace, account] = /\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(principal) ?? [];
        return namespace && account ? [`${namespace}/${account}`] : [];
      }),
    ),
  );

export const accountOf = ({ object, pod }: Workload) => `${object.namespace}/${text(pod.serviceAccountName) ?? 'default'}`;

/**
 * Calls that the network admits and the mesh refuses, or the other way round: a declared call needs both, and what only one of
 * them admits nobody meant. Between pods of an ambient mesh the network sees one port, whichever is called.
 */
export function disagreements(cluster: ManifestIndex): Breach[] {
  if (cluster.ofKind(AUTHORIZATION).length === 0) return [];
  const access = accessOf(cluster);
  const meshed = cluster.workloads.filter((workload) => isMeshed(workload, cluster));
  const passing = passThrough(cluster);
  const byAccount = groupBy(meshed, accountOf);
  const told = new Set<string>();
  return meshed.flatMap((callee) => {
    // Where no policy looks, none was meant to.
    if (access.policies(callee).length === 0) return [];
    const ambient = dataPlaneOf(callee, cluster) === 'ambient';
    const callers = [...networkCallers(callee, cluster), ...meshCallers(callee, access, byAccount)].filter(
      (caller) => isMeshed(caller, cluster) && !passing.has(caller),
    );
    return [...new Set(callers)].flatMap((caller) => {
      const ports = targetPorts(callee);
      const groups = ambient ? [ports] : ports.map((port) => [port]);
      return groups.flatMap((group) => {
        const [first] = group;
        if (!first) return [];
        const network = admits(endOf(callee, cluster), 'Ingress', endOf(caller, cluster), ambient ? HBONE : first, cluster);
        const mesh = group.some((port) => access.admits(caller, callee, port));
        const key = `${caller.object.subject} ${callee.object.subject} ${first.number}`;
        if (network === mesh || told.has(key)) return [];
        told.add(key);
        return [disagreement(caller, callee, group, network)];
      });
    });
  });
}

/** Gateways that end no TLS: who calls is behind them, and says so itself. */
const passThrough = (cluster: ManifestIndex): ReadonlySet<Workload> =>
  new Set(
    cluster
      .ofKind('Gateway.networking.istio.io')
      .filter(({ spec }) => items(spec.servers).some(({ item }) => map(item.tls).mode === 'AUTO_PASSTHROUGH'))
      .flatMap(({ namespace, spec }) => cluster.pods.select(namespace, { matchLabels: map(spec.selector) })),
  );

function disagreement(caller: Workload, callee: Workload, ports: readonly TargetPort[], network: boolean): Breach {
  const [from, to] = [caller.object.name, callee.object.name];
  const at = ports.map(({ number }) => number).join(' or ');
  return network
    ? inObject(callee.object, callee.podPath, `the network lets ${from} call ${to} on port ${at}, and no AuthorizationPolicy allows it`, {
        fix: `allow the principal of ${from} on port ${at}, or take the call away`,
      })
    : inObject(callee.object, callee.podPath, `an AuthorizationPolicy lets ${from} call ${to} on port ${at}, and the network does not`, {
        fix: `open the network policies of both to each other, or take the principal away`,
      });
}

/** Workloads that network policies of a callee name. */
const networkCallers = (callee: Workload, cluster: ManifestIndex): readonly Workload[] =>
  cluster.selecting(callee, 'NetworkPolicy').flatMap((policy) => callersIn(policy, cluster));

/** Workloads that the rules of a network policy let in. */
export const callersIn = ({ spec, namespace }: KubernetesObject, cluster: ManifestIndex): readonly Workload[] =>
  items(spec.ingress).flatMap(({ item }) =>
    items(item.from).flatMap(({ item: peer }) => {
      if (!peer.podSelector || Object.keys(map(map(peer.podSelector).matchLabels)).length === 0) return [];
      const at = text(map(map(peer.namespaceSelector).matchLabels)['kubernetes.io/metadata.name']) ?? namespace;
      return cluster.pods.select(at, peer.podSelector);
    }),
  );

/** Workloads that run as an account which a policy of a callee names. */
const meshCallers = (callee: Workload, access: Access, byAccount: ReadonlyMap<string, readonly Workload[]>): readonly Workload[] =>
  access
    .policies(callee)
    .flatMap(accountsOf)
    .flatMap((account) => byAccount.get(account) ?? []);
