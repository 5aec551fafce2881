import { type Check, type Finding, isRecord, list, type Raw, record, services, unknownName } from './check';

const KINDS = ['http', 'grpc', 'tcp', 'exec'] as const;

/** Probes, metrics, callers and the public listener name ports that the service has. */
export const portsExist: Check = (data) => {
  const all = new Map(services(data));
  return [...all].flatMap(([name, service]) => {
    const at = (...path: PropertyKey[]) => ['services', name, ...path];
    const ports = Object.keys(record(service.ports));
    return [
      ...probe(service.probe, at('probe'), ports, true),
      ...(isRecord(service.probe) && service.probe.liveness !== undefined
        ? probe(service.probe.liveness, at('probe', 'liveness'), ports, false)
        : []),
      ...unknownName(at('metrics', 'port'), record(service.metrics).port, ports, 'port'),
      ...publicPort(service, at('public'), ports),
      ...list(service.calls).flatMap((call, i) => {
        const name = isRecord(call) ? call.service : call;
        const callee = typeof name === 'string' ? all.get(name) : undefined;
        if (!callee) return [];
        const open = Object.keys(record(callee.ports));
        if (open.length > 0) return unknownName(at('calls', i, 'port'), record(call).port, open, 'port');
        return [
          {
            path: at('calls', i),
            found: `a call to ${name}, which listens on no port`,
            expected: 'a service with ports',
            fix: `declare the ports of ${name}`,
          },
        ];
      }),
      ...sameNumber(service, at('ports')),
    ];
  });
};

function probe(value: unknown, path: PropertyKey[], ports: string[], required: boolean): Finding[] {
  if (!isRecord(value)) return [];
  const kinds = KINDS.filter((kind) => value[kind] !== undefined);
  if (kinds.length > 1 || (kinds.length === 0 && required)) {
    const found = kinds.length === 0 ? 'no check' : `the checks ${kinds.join(' and ')}`;
    return [{ path, atKey: true, found, expected: 'exactly one of http, grpc, tcp and exec' }];
  }
  const kind = kinds[0];
  if (!kind || kind === 'exec') return [];
  const port = record(value[kind]).port;
  if (port !== undefined) return unknownName([...path, kind, 'port'], port, ports, 'port');
  if (ports.length === 1) return [];
  const found =
    ports.length === 0 ? 'a check of a port on a service without ports' : `no port, where the service has ${ports.join(' and ')}`;
  const expected = ports.length === 0 ? 'an exec check, or a port under ports' : 'the name of the port that answers the check';
  return [{ path: [...path, kind], atKey: true, found, expected }];
}

function publicPort(service: Raw, path: PropertyKey[], ports: string[]): Finding[] {
  if (!isRecord(service.public)) return [];
  if (service.public.port !== undefined) return unknownName([...path, 'port'], service.public.port, ports, 'port');
  const web = Object.values(record(service.ports)).some((port) => ['http', 'grpc'].includes(String(record(port).protocol)));
  return web
    ? []
    : [
        {
          path,
          atKey: true,
          found: 'a public service without an http or grpc port',
          expected: 'a port to publish',
          fix: 'declare it under ports, or name a tcp port in public.port',
        },
      ];
}

function sameNumber(service: Raw, path: PropertyKey[]): Finding[] {
  const seen = new Map<string, string>();
  return Object.entries(record(service.ports)).flatMap(([name, port]) => {
    const { port: container, servicePort = container, protocol } = record(port);
    const transport = protocol === 'udp' ? 'udp' : 'tcp';
    const key = `${String(servicePort)}/${transport}`;
    const other = seen.get(key);
    seen.set(key, name);
    return other === undefined || container === undefined
      ? []
      : [
          {
            path: [...path, name],
            atKey: true,
            found: `service port ${key}, which ${other} has already`,
            expected: 'each port number once',
            fix: 'give one of the two another servicePort',
          },
        ];
  });
}
