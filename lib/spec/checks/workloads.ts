import { byteSize, cpu, duration } from '../scalars';
import { type Check, type Finding, isRecord, maps, type Raw, read, record, services } from './check';

const cpuAmount = cpu('');
const byteAmount = byteSize('');
const time = duration('');

/** Fields of one service do not contradict each other. */
export const workloadsFit: Check = (data) => [
  ...services(data).flatMap(([name, service]) => {
    const at = (...path: PropertyKey[]) => ['services', name, ...path];
    return [
      ...limits(service.resources, at('resources')),
      ...load(service.load, at('load')),
      ...replicas(service, at('replicas')),
      ...exclusive(service, at),
      ...probeTimeout(service.probe, at('probe')),
      ...migration(service.migration, record(data).gitops, at('migration')),
    ];
  }),
  ...maps(record(data).environments).flatMap(([environment, body]) =>
    maps(body.services).flatMap(([name, service]) => {
      const at = (...path: PropertyKey[]) => ['environments', environment, 'services', name, ...path];
      return [...limits(service.resources, at('resources')), ...replicas(service, at('replicas'))];
    }),
  ),
];

/** A container whose limit is below its request is refused by the API server. */
function limits(value: unknown, path: PropertyKey[]): Finding[] {
  const requests = record(record(value).requests);
  const most = record(record(value).limits);
  const below = (key: string, request?: number, limit?: number): Finding[] =>
    request !== undefined && limit !== undefined && limit < request
      ? [
          {
            path: [...path, 'limits', key],
            expected: `a limit of at least the request ${String(requests[key])}`,
            fix: 'raise the limit or lower the request',
          },
        ]
      : [];
  const byteKey = (key: string) => below(key, read(byteAmount, requests[key])?.bytes, read(byteAmount, most[key])?.bytes);
  return [
    ...below('cpu', read(cpuAmount, requests.cpu)?.millicores, read(cpuAmount, most.cpu)?.millicores),
    ...byteKey('memory'),
    ...byteKey('ephemeralStorage'),
  ];
}

/** Users alone give no throughput: the law needs their think time and the response time. */
function load(value: unknown, path: PropertyKey[]): Finding[] {
  if (!isRecord(value) || value.users === undefined) return [];
  return (['thinkTime', 'responseTime', 'requestsPerReplica'] as const)
    .filter((key) => value[key] === undefined)
    .map((key) => ({
      path: [...path, 'users'],
      atKey: true,
      found: `users without ${key}`,
      expected: 'users, thinkTime, responseTime and requestsPerReplica together',
      fix: `add ${key}`,
    }));
}

function replicas(service: Raw, path: PropertyKey[]): Finding[] {
  const { min, max } = record(service.replicas);
  return typeof min === 'number' && typeof max === 'number' && min > max
    ? [{ path: [...path, 'max'], expected: `at least the minimum of ${min}` }]
    : [];
}

function exclusive(service: Raw, at: (...path: PropertyKey[]) => PropertyKey[]): Finding[] {
  const pairs: [string, string, string][] = [
    ['schedule', 'public', 'a scheduled workload serves nobody'],
    ['schedule', 'replicas', 'a scheduled workload has no replicas'],
    ['schedule', 'singleton', 'a scheduled workload has no replicas; see schedule.concurrency'],
    ['schedule', 'probe', 'a run ends by itself; see schedule.timeout'],
    ['schedule', 'load', 'a scheduled workload has no users'],
    ['schedule', 'migration', 'a scheduled workload has no new version that waits'],
    ['singleton', 'replicas', 'a singleton has exactly one replica'],
  ];
  return pairs
    .filter(([a, b]) => service[a] !== undefined && service[b] !== undefined)
    .map(([a, b, why]) => ({
      path: at(b),
      atKey: true,
      found: `${b} beside ${a}`,
      expected: `one of the two: ${why}`,
      fix: `remove ${b}`,
    }));
}

/** Flux applies a folder as one: nothing would wait for the migration. */
function migration(value: unknown, gitops: unknown, path: PropertyKey[]): Finding[] {
  if (value === undefined || (gitops !== 'flux' && gitops !== 'both')) return [];
  const expected = 'gitops: argocd, which runs it before the new version';
  return [
    { path, atKey: true, found: `a migration with gitops: ${gitops}`, expected, fix: 'migrate in a job of its own before the release' },
  ];
}

/** The kubelet starts the next check while the last one still waits, and counts neither. */
function probeTimeout(value: unknown, path: PropertyKey[]): Finding[] {
  const period = read(time, record(value).period);
  const timeout = read(time, record(value).timeout);
  return period && timeout && timeout.seconds > period.seconds
    ? [{ path: [...path, 'timeout'], expected: `at most the period of ${period.text}` }]
    : [];
}
