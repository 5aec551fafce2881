import { duration } from '../scalars';
import { type Check, type Finding, isRecord, list, type Raw, read, record, services, unknownName } from './check';
import { ambient, copies, unsaid } from './mesh-choices';

/** What is declared for a mesh needs one, and names what exists; calls leave their callee the time that it promises to take. */
export const meshFits: Check = (data) => {
  const all = services(data);
  const names = all.map(([name]) => name);
  const environments = Object.keys(record(record(data).environments));
  const istio = record(data).mesh === 'istio';
  const { dataPlane, routes } = record(record(data).istio);
  const gatewayApi = istio && (routes === 'gatewayApi' || dataPlane === 'ambient');
  return [
    ...(istio && dataPlane === 'ambient' ? ambient(routes, names) : []),
    ...all.flatMap(([name, service]) => {
      const path = ['services', name];
      const mesh = record(service.mesh);
      return [
        ...(istio ? [] : withoutMesh(service, path)),
        ...(gatewayApi ? unsaid(service, path) : []),
        ...copies(mesh.mirror, new Map(all), [...path, 'mesh', 'mirror', 'service']),
        ...Object.keys(record(mesh.plaintext)).flatMap((port) => unknownPort(port, service, [...path, 'mesh', 'plaintext', port])),
        ...unknownName([...path, 'mesh', 'mirror', 'service'], record(mesh.mirror).service, names, 'service'),
        ...list(record(mesh.fault).environments).flatMap((environment, i) =>
          unknownName([...path, 'mesh', 'fault', 'environments', i], environment, environments, 'environment'),
        ),
        ...list(service.egress).flatMap((way, i) => destination(way, [...path, 'egress', i])),
        ...list(service.calls).flatMap((call, i) => patience(call, new Map(all), [...path, 'calls', i])),
      ];
    }),
  ];
};

/** A promise that nobody keeps: without a mesh nothing looks at tokens, methods or paths. */
function withoutMesh(service: Raw, path: PropertyKey[]): Finding[] {
  const said = Object.keys(record(service.mesh)).map((key) => ['mesh', key]);
  const ofCalls = list(service.calls).flatMap((call, i) =>
    ['timeout', 'attempts', 'methods', 'paths'].filter((key) => record(call)[key] !== undefined).map((key) => ['calls', i, key]),
  );
  return [...said, ...ofCalls].map((own) => ({
    path: [...path, ...own],
    atKey: true,
    found: `${String(own.at(-1))} without a mesh`,
    expected: 'mesh: istio, which enforces it',
    fix: `add mesh: istio, or remove ${String(own.at(-1))}`,
  }));
}

function unknownPort(port: string, service: Raw, path: PropertyKey[]): Finding[] {
  return unknownName(path, port, Object.keys(record(service.ports)), 'port').map((finding) => ({
    ...finding,
    atKey: true,
    found: `the port ${port}`,
  }));
}

function destination(way: unknown, path: PropertyKey[]): Finding[] {
  if (!isRecord(way) || (way.cidr === undefined) !== (way.host === undefined)) return [];
  const found = way.cidr === undefined ? 'neither cidr nor host' : 'both cidr and host';
  return [{ path, found, expected: 'addresses as cidr, or a name as host', fix: 'give one of the two' }];
}

/** Who gives up before the callee's own objective calls the answer slow, makes errors of good answers. */
function patience(call: unknown, all: ReadonlyMap<string, Raw>, path: PropertyKey[]): Finding[] {
  if (!isRecord(call)) return [];
  const timeout = read(duration(''), call.timeout)?.seconds;
  const fast = read(duration(''), record(record(record(all.get(String(call.service))).objectives).latency).threshold)?.seconds;
  const attempts = typeof call.attempts === 'number' && call.attempts >= 1 ? call.attempts : 1;
  if (timeout === undefined || fast === undefined || timeout / attempts >= fast) return [];
  return [
    {
      path: [...path, 'timeout'],
      expected: `${attempts > 1 ? `for each of ${attempts} attempts ` : ''}at least the ${fast * 1000}ms that the latency objective of ${String(call.service)} calls fast`,
      fix: `raise the timeout to ${fast * attempts * 1000}ms or more, or tighten the objective`,
    },
  ];
}
