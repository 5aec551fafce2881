import { type Finding, isRecord, list, type Raw, record } from './check';

/** The name of the waypoint of the namespace (lib/model/mesh/facts.ts). */
const WAYPOINT = 'waypoint';

/** An ambient mesh reads routes of the Gateway API, and keeps a name for itself. */
export function ambient(routes: unknown, names: readonly string[]): Finding[] {
  return [
    ...(routes === 'istio'
      ? [
          {
            path: ['istio', 'routes'],
            found: 'routes of Istio with dataPlane: ambient',
            expected: 'gatewayApi: what waypoints make of a VirtualService is not stable',
            fix: 'remove routes, or set dataPlane: sidecar',
          },
        ]
      : []),
    ...(names.includes(WAYPOINT)
      ? [
          {
            path: ['services', WAYPOINT],
            atKey: true,
            found: 'a service called waypoint',
            expected: 'another name: the proxy before the services of an ambient mesh has this one',
            fix: 'rename the service',
          },
        ]
      : []),
  ];
}

/** What routes of the Gateway API have no words for, or none that are standard. */
export function unsaid(service: Raw, path: PropertyKey[]): Finding[] {
  const finding = (own: PropertyKey[], what: string, expected: string): Finding => ({
    path: [...path, ...own],
    atKey: true,
    found: `${what} with routes of the Gateway API`,
    expected,
    fix: `remove ${String(own.at(-1))}, or set istio.routes: istio with sidecars`,
  });
  const ofCalls = list(service.calls).flatMap((call, i) => [
    ...(record(call).timeout === undefined
      ? []
      : [
          finding(
            ['calls', i, 'timeout'],
            'a timeout of one caller',
            'one time for all callers, from the latency objective of the callee: these routes do not know who calls',
          ),
        ]),
    ...(record(call).attempts === undefined || record(call).attempts === 1
      ? []
      : [
          finding(
            ['calls', i, 'attempts'],
            'attempts of a call',
            'one attempt: retries are not in the standard channel of the Gateway API',
          ),
        ]),
  ]);
  const { fault } = record(service.mesh);
  return [
    ...ofCalls,
    ...(fault === undefined ? [] : [finding(['mesh', 'fault'], 'fault injection', 'no faults: these routes cannot inject any')]),
  ];
}

/** Copies of requests need a port that takes requests. */
export function copies(mirror: unknown, all: ReadonlyMap<string, Raw>, path: PropertyKey[]): Finding[] {
  const target = all.get(String(record(mirror).service));
  if (!isRecord(mirror) || !target) return [];
  const speaks = Object.values(record(target.ports)).map((port) => record(port).protocol);
  return speaks.some((protocol) => protocol === 'http' || protocol === 'grpc')
    ? []
    : [{ path, expected: 'a service with a port of protocol http or grpc, which takes requests', fix: 'mirror to another service' }];
}
