import { type Breach, inObject, inPod, type JsonMap, type ManifestIndex, map, text } from '../manifests';
import { admits, type End, isPort, type PolicyRule, rulesOf } from './end';
import { endOf } from './pods';

/** Where names are looked up in a cluster. */
const DNS: End = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, policies: [] };
const DNS_PORTS = ['UDP', 'TCP'].map((protocol) => ({ number: 53, name: protocol === 'UDP' ? 'dns' : 'dns-tcp', protocol }));
/** Every address there is. */
const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

/** Pods that may call somebody by name, and may not ask for the name. */
export const missingDns = (cluster: ManifestIndex): Breach[] =>
  cluster.workloads.flatMap((workload) => {
    const end = endOf(workload, cluster);
    const rules = rulesOf(end, 'Egress') ?? [];
    const calls = rules.some(({ ports }) => !ports.some((port) => DNS_PORTS.some((dns) => isPort(port, dns))));
    const refused = DNS_PORTS.filter((port) => !admits(end, 'Egress', DNS, port, cluster));
    if (!calls || refused.length === 0) return [];
    const missing = refused.map(({ protocol }) => protocol).join(' and ');
    return [
      inPod(workload, '', `its network policies let it out, and not to DNS over ${missing}`, {
        fix: 'allow port 53 over UDP and TCP to the pods k8s-app=kube-dns of kube-system',
      }),
    ];
  });

/** Rules that open more than a call: everybody, or every port of every address. An empty rule is K28's to report. */
export const tooWide = (cluster: ManifestIndex): Breach[] =>
  cluster
    .ofKind('NetworkPolicy')
    .flatMap((policy) =>
      (['Ingress', 'Egress'] as const).flatMap((direction) => (rulesOf({ policies: [policy] }, direction) ?? []).flatMap(wide)),
    );

function wide({ policy, path, peers, ports }: PolicyRule): Breach[] {
  if (peers.length === 0 && ports.length > 0) {
    return [
      inObject(policy, path, 'names ports and no peer, so that it is open to everybody', {
        fix: 'name the pods or address blocks at the other end',
      }),
    ];
  }
  if (ports.length > 0 || !peers.some(isEverywhere)) return [];
  return [inObject(policy, path, 'opens every port of every address', { fix: 'name the ports that are called' })];
}

const isEverywhere = ({ ipBlock }: JsonMap) => EVERYWHERE.has(text(map(ipBlock).cidr) ?? '');
