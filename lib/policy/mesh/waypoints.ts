import {
  type Breach,
  groupBy,
  inObject,
  inPod,
  isSet,
  items,
  type KubernetesObject,
  list,
  type ManifestIndex,
  map,
  number,
  text,
  type Workload,
} from '../manifests';
import { admits, type End, rulesOf } from '../network/end';
import { endOf, targetPorts } from '../network/pods';
import { type Access, AUTHORIZATION, accessOf, accountOf, accountsOf, callersIn } from './access';
import { dataPlaneOf, HBONE, KUBELET, type MadeGateway, madeGateways, targetsOf, waypointBefore, waypointName } from './data-plane';

/**
 * Whether a call through a waypoint finds all doors open: its caller's, both of the waypoint's and the callee's; and whether the
 * waypoint is open to nobody whom no policy lets pass.
 */
export function throughWaypoints(cluster: ManifestIndex): Breach[] {
  const made = madeGateways(cluster);
  if (made.length === 0) return [];
  const access = accessOf(cluster);
  const byAccount = groupBy(cluster.workloads, accountOf);
  const targets = [...cluster.ofKind('Service'), ...cluster.ofKind('ServiceEntry.networking.istio.io')];
  const passing = targets.flatMap((target) => {
    const waypoint = waypointBefore(target, cluster);
    const accounts = access.policiesFor(target).flatMap(accountsOf);
    return waypoint ? [{ target, waypoint, callers: accounts.flatMap((account) => byAccount.get(account) ?? []) }] : [];
  });
  return [
    ...passing.flatMap(({ target, waypoint, callers }) => [
      ...callers.flatMap((caller) => intoWaypoint(caller, waypoint, target, cluster)),
      ...(callers.length > 0 ? cluster.selectedBy(target).flatMap((callee) => outOfWaypoint(waypoint, callee, access, cluster)) : []),
    ]),
    ...made.flatMap((waypoint) => {
      const wanted = new Set(passing.filter((one) => one.waypoint.gateway === waypoint.gateway).flatMap(({ callers }) => callers));
      return waypoint.gateway.spec.gatewayClassName === 'istio-waypoint' ? strangers(waypoint, wanted, cluster) : [];
    }),
  ];
}

function intoWaypoint(caller: Workload, { gateway, end }: MadeGateway, target: KubernetesObject, cluster: ManifestIndex): Breach[] {
  const own = endOf(caller, cluster);
  const [from, to] = [caller.object.name, target.name];
  const closed = [
    ...(admits(own, 'Egress', end, HBONE, cluster) ? [] : [`${from} is not let out`]),
    ...(admits(end, 'Ingress', own, HBONE, cluster) ? [] : [`${gateway.name} does not let ${from} in`]),
  ];
  return closed.map((message) =>
    inObject(
      target,
      'metadata',
      `an AuthorizationPolicy lets ${from} call ${to} through the waypoint ${gateway.name}, and ${message} on port ${HBONE.number}`,
      {
        fix: `open the network policies of ${from} and ${gateway.name} to each other on port ${HBONE.number}`,
      },
    ),
  );
}

function outOfWaypoint({ gateway, end, account }: MadeGateway, callee: Workload, access: Access, cluster: ManifestIndex): Breach[] {
  const own = endOf(callee, cluster);
  const { name } = callee.object;
  const closed = [
    ...(admits(end, 'Egress', own, HBONE, cluster) ? [] : [`the network policies of ${gateway.name} do not let it out to ${name}`]),
    ...(admits(own, 'Ingress', end, HBONE, cluster) ? [] : [`those of ${name} do not let ${gateway.name} in`]),
    ...(access.policies(callee).length === 0 || access.policies(callee).flatMap(accountsOf).includes(account)
      ? []
      : [`no AuthorizationPolicy of its pods allows the principal of ${gateway.name}`]),
  ];
  return closed.map((message) =>
    inPod(callee, '', `is reached through the waypoint ${gateway.name}, and ${message}`, {
      fix: `open both to each other on port ${HBONE.number}, and allow the principal of the waypoint`,
    }),
  );
}

/** Pods that the waypoint lets in, and no policy lets pass. */
const strangers = ({ gateway, end }: MadeGateway, wanted: ReadonlySet<Workload>, cluster: ManifestIndex): Breach[] =>
  end.policies.flatMap((policy) =>
    [...new Set(callersIn(policy, cluster))]
      .filter((caller) => !wanted.has(caller))
      .map((caller) =>
        inObject(
          policy,
          'spec.ingress',
          `lets ${caller.object.name} reach the waypoint ${gateway.name}, and no AuthorizationPolicy lets it pass`,
          {
            fix: `allow its principal at the Service that it calls, or take the rule away`,
          },
        ),
      ),
  );

/** Ports that the kubelet asks a pod of an ambient mesh on, which its network policies do not open to the address that it asks from. */
export const unaskedProbes = (cluster: ManifestIndex): Breach[] =>
  cluster.workloads.flatMap((workload) => {
    const rules = dataPlaneOf(workload, cluster) === 'ambient' ? rulesOf(endOf(workload, cluster), 'Ingress') : undefined;
    if (!rules) return [];
    const open = rules
      .filter(({ peers }) => peers.length === 0 || peers.some((peer) => text(map(peer.ipBlock).cidr)?.split('/')[0] === KUBELET))
      .flatMap(({ ports }) => ports);
    const refused = probedPorts(workload).filter((port) => !open.some((allowed) => number(allowed.port) === port));
    if (refused.length === 0) return [];
    return [
      inPod(workload, '', `is probed on port ${refused.join(', ')}, and its network policies do not let the kubelet in from ${KUBELET}`, {
        fix: `admit ipBlock ${KUBELET}/32 on the probed ports`,
      }),
    ];
  });

function probedPorts(workload: Workload): readonly number[] {
  const ports = targetPorts(workload);
  const numberOf = (port: unknown) => number(port) ?? ports.find(({ name }) => name === port)?.number;
  const probed = workload.containers.flatMap(({ raw }) =>
    ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((field) => {
      const probe = map(raw[field]);
      return [map(probe.httpGet).port, map(probe.tcpSocket).port, map(probe.grpc).port].filter(isSet);
    }),
  );
  return [...new Set(probed.flatMap((port) => numberOf(port) ?? []))].sort((a, b) => a - b);
}

/** Where the control plane answers made gateways. */
const CONTROL_PLANE: End = { namespace: 'istio-system', labels: { app: 'istiod' }, policies: [] };
const XDS = { number: 15_012, name: 'https-dns', protocol: 'TCP' };

/** Made gateways that cannot reach the control plane: they start without routes and certificates. */
export const cutOffGateways = (cluster: ManifestIndex): Breach[] =>
  madeGateways(cluster)
    .filter(({ end }) => !admits(end, 'Egress', CONTROL_PLANE, XDS, cluster))
    .map(({ gateway }) =>
      inObject(gateway, 'spec', 'its network policies do not let its pods out to the control plane', {
        fix: 'allow port 15012 to the pods app=istiod of istio-system',
      }),
    );

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

/** In an ambient mesh nothing knows the hosts that a pod calls past the waypoint: an opening to all addresses is one to all hosts. */
export const pastWaypoint = (cluster: ManifestIndex): Breach[] =>
  cluster.workloads.flatMap((workload) => {
    const rules = dataPlaneOf(workload, cluster) === 'ambient' ? (rulesOf(endOf(workload, cluster), 'Egress') ?? []) : [];
    return rules
      .filter(({ peers }) => peers.some((peer) => EVERYWHERE.has(text(map(peer.ipBlock).cidr) ?? '')))
      .map(({ policy, path, ports }) =>
        inObject(
          policy,
          path,
          `lets ${workload.object.name} call every host on port ${ports.map(({ port }) => String(port)).join(', ')}, and no proxy looks at which`,
          {
            fix: 'register the host with a ServiceEntry behind a waypoint, and let its callers out to the waypoint only',
          },
        ),
      );
  });

/** What a proxy of a node cannot see of a connection, since only requests have it. */
const OF_REQUESTS = {
  source: ['requestPrincipals', 'notRequestPrincipals', 'remoteIpBlocks', 'notRemoteIpBlocks'],
  operation: ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'],
} as const;

/** Waypoints that are asked for and missing, and policies that nothing keeps. */
export function unkept(cluster: ManifestIndex): Breach[] {
  const ambient = cluster.workloads.some((workload) => dataPlaneOf(workload, cluster) === 'ambient');
  if (!ambient) return [];
  return [
    ...missingWaypoints(cluster),
    ...cluster.ofKind(AUTHORIZATION).flatMap((policy) => [...untargeted(policy, cluster), ...unseen(policy, cluster)]),
  ];
}

const missingWaypoints = (cluster: ManifestIndex): Breach[] =>
  [...cluster.ofKind('Service'), ...cluster.ofKind('ServiceEntry.networking.istio.io')].flatMap((target) => {
    const name = waypointName(target, cluster);
    if (name === undefined || waypointBefore(target, cluster)) return [];
    return [
      inObject(
        target,
        'metadata.labels',
        `asks for the waypoint ${name}, which does not exist, so that no policy of its requests is kept`,
        {
          fix: `add a Gateway ${name} of class istio-waypoint to the namespace`,
        },
      ),
    ];
  });

function untargeted(policy: KubernetesObject, cluster: ManifestIndex): Breach[] {
  return targetsOf(policy).flatMap(({ kind, name }, i) => {
    const path = `spec.targetRefs[${i}]`;
    if (kind === 'Gateway') return [];
    const target = cluster.find(policy.namespace, kind === 'Service' ? 'Service' : `${kind}.networking.istio.io`, name);
    if (!target)
      return [inObject(policy, path, `is for the ${kind} ${name}, which does not exist`, { fix: `name a ${kind} of the namespace` })];
    if (waypointName(target, cluster) !== undefined) return [];
    return [
      inObject(policy, path, `is for the ${kind} ${name}, which has no waypoint, so that nothing keeps it`, {
        fix: `label the ${kind} with istio.io/use-waypoint, or select its pods and ask for identities and ports only`,
      }),
    ];
  });
}

function unseen(policy: KubernetesObject, cluster: ManifestIndex): Breach[] {
  if (targetsOf(policy).length > 0) return [];
  const kept = cluster.pods
    .select(policy.namespace, map(policy.spec.selector))
    .some((workload) => dataPlaneOf(workload, cluster) === 'ambient');
  if (!kept) return [];
  const asked = items(policy.spec.rules).flatMap(({ item: rule, index }) => [
    ...items(rule.from)
      .flatMap(({ item }) => OF_REQUESTS.source.filter((field) => list(map(item.source)[field]).length > 0))
      .map((field) => ({ index, field })),
    ...items(rule.to)
      .flatMap(({ item }) => OF_REQUESTS.operation.filter((field) => list(map(item.operation)[field]).length > 0))
      .map((field) => ({ index, field })),
  ]);
  return asked.map(({ index, field }) =>
    inObject(
      policy,
      `spec.rules[${index}]`,
      `asks for ${field} at the pods of an ambient mesh, where only connections are seen: nobody is let in by it`,
      {
        fix: 'put a waypoint before the Service, and name the Service under targetRefs',
      },
    ),
  );
}
