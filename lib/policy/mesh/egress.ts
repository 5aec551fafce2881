import {
  type Breach,
  inObject,
  inPod,
  items,
  type KubernetesObject,
  type ManifestIndex,
  map,
  number,
  selects,
  texts,
  type Workload,
} from '../manifests';
import { admits, type End } from '../network/end';
import { endOf } from '../network/pods';
import { dataPlaneOf } from './data-plane';
import type { Registry } from './registry';

/** Gateways of other networks; the control plane tells sidecars of them. */
const EAST_WEST = 15_443;
const KIND = 'Sidecar.networking.istio.io';

/** Hosts that a Sidecar names exist. */
export const unknownHosts = (cluster: ManifestIndex, registry: Registry): Breach[] =>
  cluster.ofKind(KIND).flatMap((sidecar) =>
    items(sidecar.spec.egress).flatMap(({ item, index }) =>
      texts(item.hosts).flatMap((written, at) => {
        const [namespace = '', host = ''] = written.split('/', 2);
        const from = namespace === '.' ? sidecar.namespace : namespace;
        if (host.includes('*') || namespace === '*' || namespace === '~' || registry.knows(host, from)) return [];
        const fix = 'declare the Service, or register the host with a ServiceEntry';
        return [
          inObject(sidecar, `spec.egress[${index}].hosts[${at}]`, `lets its pods call ${host}, which the mesh does not know`, { fix }),
        ];
      }),
    ),
  );

/** Addresses outside the cluster that the network opens and the mesh does not know. */
export function unregisteredEgress(cluster: ManifestIndex, registry: Registry): Breach[] {
  const limiting = cluster.ofKind(KIND).filter(({ spec }) => map(spec.outboundTrafficPolicy).mode === 'REGISTRY_ONLY');
  if (limiting.length === 0) return [];
  return cluster.workloads.flatMap((workload) => {
    const sidecar = limiting.find((candidate) => isFor(candidate, workload));
    if (!sidecar || dataPlaneOf(workload, cluster) !== 'sidecar') return [];
    const known = new Set(hostsOf(sidecar, registry).flatMap(({ spec }) => items(spec.ports).map(({ item }) => number(item.number))));
    const opened = cluster
      .selecting(workload, 'NetworkPolicy')
      .flatMap(({ spec }) => items(spec.egress).flatMap(({ item }) => outside(item)));
    const unknown = [...new Set(opened)].filter((port) => !known.has(port) && port !== EAST_WEST).sort((a, b) => a - b);
    if (unknown.length === 0) return [];
    return [
      inObject(
        sidecar,
        'spec.egress',
        `${workload.object.name} may leave the cluster on port ${unknown.join(', ')}, and the mesh knows no host there`,
        {
          fix: 'add a ServiceEntry for the host, and the host to the Sidecar',
        },
      ),
    ];
  });
}

const isFor = ({ namespace, spec }: KubernetesObject, { object, labels }: Workload) =>
  namespace === object.namespace &&
  Object.keys(map(map(spec.workloadSelector).labels)).length > 0 &&
  selects({ matchLabels: map(spec.workloadSelector).labels }, labels);

/** Registered hosts that a Sidecar lets its pods call. */
function hostsOf({ namespace, spec }: KubernetesObject, { entries }: Registry): readonly KubernetesObject[] {
  const wanted = items(spec.egress)
    .flatMap(({ item }) => texts(item.hosts))
    .map((written) => written.split('/', 2))
    .map(([from = '', host = '']) => ({ from: from === '.' ? namespace : from, host }));
  return entries.filter((entry) =>
    wanted.some(
      ({ from, host }) =>
        (from === '*' || from === entry.namespace) &&
        (host === '*' || texts(entry.spec.hosts).some((registered) => isSame(registered, host))),
    ),
  );
}

/** `*.example.com` is registered for every name below it. */
const isSame = (registered: string, host: string) =>
  registered === host || (registered.startsWith('*') && host.endsWith(registered.slice(1)));

/** Ports of a rule that leads to addresses, and to no pods. */
const outside = ({ to, ports }: Readonly<Record<string, unknown>>): readonly number[] =>
  items(to).some(({ item }) => item.ipBlock !== undefined) ? items(ports).flatMap(({ item }) => number(item.port) ?? []) : [];

/** Where sidecars get their configuration and their certificates. */
const CONTROL_PLANE: End = { namespace: 'istio-system', labels: { app: 'istiod' }, policies: [] };
const PORT = { number: 15_012, name: 'https-dns', protocol: 'TCP' };

/** Pods with a proxy that cannot reach the control plane of the mesh start without a certificate, and answer nobody. */
export const cutOff = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('PeerAuthentication.security.istio.io').length === 0
    ? []
    : cluster.workloads.flatMap((workload) =>
        dataPlaneOf(workload, cluster) !== 'sidecar' || admits(endOf(workload, cluster), 'Egress', CONTROL_PLANE, PORT, cluster)
          ? []
          : [
              inPod(workload, '', 'belongs to the mesh, and its network policies do not let it out to the control plane', {
                fix: 'allow port 15012 to the pods app=istiod of istio-system',
              }),
            ],
      );
