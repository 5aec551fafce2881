import { type Breach, inObject, isSet, type JsonMap, type ManifestIndex, selects, type Workload } from '../manifests';
import { dataPlaneOf, HBONE } from '../mesh/data-plane';
import { admits, chooses, type Direction, isPort, namespaceLabels, type PolicyRule, rulesOf, type TargetPort } from './end';
import { endOf, targetPorts } from './pods';

/** A connection that one end opens and the other one does not: a call that fails, or an opening that nobody needs. */
export const halfOpenCalls = (cluster: ManifestIndex): Breach[] => {
  const told = new Set<string>();
  return cluster.workloads.flatMap((workload) =>
    (['Egress', 'Ingress'] as const).flatMap((direction) =>
      (rulesOf(endOf(workload, cluster), direction) ?? []).flatMap((rule) =>
        othersOf(rule, cluster).flatMap((other) => {
          const breach = halfOpen(workload, direction, rule, other, cluster);
          // Two workloads under one policy would say the same twice.
          const key = breach && `${breach.object.subject} ${breach.path} ${breach.message}`;
          if (!breach || !key || told.has(key)) return [];
          told.add(key);
          return [breach];
        }),
      ),
    ),
  );
};

/** Workloads that a rule names; a peer that names all pods of a namespace is no call of anybody. */
const othersOf = ({ policy, peers }: PolicyRule, cluster: ManifestIndex): readonly Workload[] =>
  peers
    .filter(({ podSelector }) => chooses(podSelector))
    .flatMap((peer) =>
      namespacesOf(peer, policy.namespace, cluster).flatMap((namespace) => cluster.pods.select(namespace, peer.podSelector)),
    );

const namespacesOf = ({ namespaceSelector }: JsonMap, home: string, cluster: ManifestIndex): readonly string[] =>
  isSet(namespaceSelector) ? cluster.pods.namespaces.filter((name) => selects(namespaceSelector, namespaceLabels(name, cluster))) : [home];

function halfOpen(workload: Workload, direction: Direction, { policy, path, ports }: PolicyRule, other: Workload, cluster: ManifestIndex) {
  const [caller, callee] = direction === 'Egress' ? [workload, other] : [other, workload];
  const wanted = portsMeant(ports, callee, cluster);
  if (wanted.length === 0) return undefined;
  const [own, far] = [endOf(workload, cluster), endOf(other, cluster)];
  const back = direction === 'Egress' ? 'Ingress' : 'Egress';
  if (wanted.some((port) => admits(far, back, own, port, cluster))) return undefined;
  const [from, to, at] = [caller.object.name, callee.object.name, wanted.map(({ number }) => number).join(', ')];
  return direction === 'Egress'
    ? inObject(policy, path, `lets ${from} call ${to} on port ${at}, and no policy of ${to} lets it in`, {
        fix: `declare the call, so that ${to} admits ${from}, or take the rule away`,
      })
    : inObject(policy, path, `lets ${from} in on port ${at} of ${to}, and no policy of ${from} lets it out`, {
        fix: `declare the call, so that ${from} may go out, or take the rule away`,
      });
}

/** Ports of the callee that a rule is about; a rule may name the port of the Service beside it. */
const portsMeant = (ports: readonly JsonMap[], callee: Workload, cluster: ManifestIndex): readonly TargetPort[] =>
  [...targetPorts(callee), ...(dataPlaneOf(callee, cluster) === 'ambient' ? [HBONE] : [])].filter(
    (port) => ports.length === 0 || ports.some((allowed) => isPort(allowed, port)),
  );
