import { quote } from '../issue';
import { type Check, type Finding, isRecord, record, services, unknownName } from './check';

/** Public services are told apart by their hosts, and what traffic names is declared. */
export const trafficFits: Check = (data) => {
  const { environment, firewall } = record(record(data).traffic);
  return [
    ...hostsDiffer(data),
    ...(record(data).mesh === 'istio' && firewall !== undefined ? [unseen()] : []),
    ...(environment === undefined
      ? []
      : unknownName(['traffic', 'environment'], environment, Object.keys(record(record(data).environments)), 'environment')),
  ];
};

/** A promise that nobody keeps: AWS WAF stands before what reads requests, and with a mesh that is the gateway. */
const unseen = (): Finding => ({
  path: ['traffic', 'firewall'],
  atKey: true,
  found: 'a firewall with mesh: istio',
  expected: 'no firewall: the load balancer before the gateway of a mesh passes TLS on, and reads no requests',
  fix: 'remove firewall, or set mesh: none',
});

function hostsDiffer(data: unknown): Finding[] {
  const { domain } = record(data);
  const first = new Map<unknown, string>();
  return services(data).flatMap(([name, { public: opened }]): Finding[] => {
    if (!isRecord(opened)) return [];
    const host = opened.host ?? domain;
    const other = first.get(host);
    if (other === undefined) {
      first.set(host, name);
      return [];
    }
    return [
      {
        path: ['services', name, 'public', ...(opened.host === undefined ? [] : ['host'])],
        atKey: opened.host === undefined,
        found: `the host ${quote(String(host))}, which ${other} has`,
        expected: 'a host for each public service; nothing else tells their requests apart',
        fix: `give it one of its own, such as ${name}.${String(domain)}`,
      },
    ];
  });
}
