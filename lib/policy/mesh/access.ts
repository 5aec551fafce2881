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
import { isMeshed } from './security';

/** What a mesh lets a workload be called by, as its policies say. */
export interface Access {
  /** Whether a caller may reach a port; methods and paths are not looked at. */
  admits(caller: Workload, callee: Workload, port: TargetPort): boolean;
  /** Policies that say anything of a workload. */
  policies(workload: Workload): readonly KubernetesObject[];
}

const KIND = 'AuthorizationPolicy.security.istio.io';

export function accessOf(cluster: ManifestIndex): Access {
  const known = new Map<Workload, KubernetesObject[]>();
  for (const policy of cluster.ofKind(KIND)) {
    // No selector selects every pod of the namespace.
    for (const workload of cluster.pods.select(policy.namespace, map(policy.spec.selector))) {
      const found = known.get(workload);
      if (found) found.push(policy);
      else known.set(workload, [policy]);
    }
  }
  const policies = (workload: Workload): readonly KubernetesObject[] => known.get(workload) ?? [];
  return {
    policies,
    admits: (caller, callee, port) => {
      const all = policies(callee);
      const denied = all.some((policy) => policy.spec.action === 'DENY' && matches(policy, caller, port));
      const allowing = all.filter(({ spec }) => (spec.action ?? 'ALLOW') === 'ALLOW');
      return !denied && (allowing.length === 0 || allowing.some((policy) => matches(policy, caller, port)));
    },
  };
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

/**
 * Calls that the network admits and the mesh refuses, or the other way round: a declared call needs both, and what only one of
 * them admits nobody meant.
 */
export function disagreements(cluster: ManifestIndex): Breach[] {
  if (cluster.ofKind(KIND).length === 0) return [];
  const access = accessOf(cluster);
  const meshed = cluster.workloads.filter((workload) => isMeshed(workload, cluster));
  const passing = passThrough(cluster);
  const byAccount = groupBy(meshed, ({ object, pod }) => `${object.namespace}/${text(pod.serviceAccountName) ?? 'default'}`);
  const told = new Set<string>();
  return meshed.flatMap((callee) => {
    // Where no policy looks, none was meant to.
    if (access.policies(callee).length === 0) return [];
    const callers = [...networkCallers(callee, cluster), ...meshCallers(callee, access, byAccount)].filter(
      (caller) => isMeshed(caller, cluster) && !passing.has(caller),
    );
    return [...new Set(callers)].flatMap((caller) =>
      targetPorts(callee).flatMap((port) => {
        const network = admits(endOf(callee, cluster), 'Ingress', endOf(caller, cluster), port, cluster);
        const mesh = access.admits(caller, callee, port);
        const key = `${caller.object.subject} ${callee.object.subject} ${port.number}`;
        if (network === mesh || told.has(key)) return [];
        told.add(key);
        return [disagreement(caller, callee, port, network)];
      }),
    );
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

function disagreement(caller: Workload, callee: Workload, port: TargetPort, network: boolean): Breach {
  const [from, to] = [caller.object.name, callee.object.name];
  return network
    ? inObject(
        callee.object,
        callee.podPath,
        `the network lets ${from} call ${to} on port ${port.number}, and no AuthorizationPolicy allows it`,
        {
          fix: `allow the principal of ${from} on port ${port.number}, or take the call away`,
        },
      )
    : inObject(
        callee.object,
        callee.podPath,
        `an AuthorizationPolicy lets ${from} call ${to} on port ${port.number}, and the network does not`,
        {
          fix: `open the network policies of both to each other, or take the principal away`,
        },
      );
}

/** Workloads that network policies of a callee name. */
const networkCallers = (callee: Workload, cluster: ManifestIndex): readonly Workload[] =>
  cluster.selecting(callee, 'NetworkPolicy').flatMap(({ spec, namespace }) =>
    items(spec.ingress).flatMap(({ item }) =>
      items(item.from).flatMap(({ item: peer }) => {
        if (!peer.podSelector || Object.keys(map(map(peer.podSelector).matchLabels)).length === 0) return [];
        const at = text(map(map(peer.namespaceSelector).matchLabels)['kubernetes.io/metadata.name']) ?? namespace;
        return cluster.pods.select(at, peer.podSelector);
      }),
    ),
  );

/** Workloads that run as an account which a policy of a callee names. */
const meshCallers = (callee: Workload, access: Access, byAccount: ReadonlyMap<string, readonly Workload[]>): readonly Workload[] =>
  access.policies(callee).flatMap(({ spec }) =>
    items(spec.rules).flatMap(({ item: rule }) =>
      items(rule.from).flatMap(({ item }) =>
        texts(map(item.source).principals).flatMap((wanted) => {
          const [, namespace = '', account = ''] = /\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(wanted) ?? [];
          return byAccount.get(`${namespace}/${account}`) ?? [];
        }),
      ),
    ),
  );
