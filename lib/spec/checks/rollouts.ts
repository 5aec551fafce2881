import { type Check, type Finding, isRecord, list, maps, type Raw, record, services } from './check';

/** A roll-out says only what its strategy has, and what it is judged by is measured. */
export const rolloutsFit: Check = (data) => {
  const istio = record(data).mesh === 'istio';
  // Proxies of nodes see no requests, and waypoints tell no versions apart.
  const counts = istio && record(record(data).istio).dataPlane !== 'ambient';
  const all = new Map(services(data));
  return [
    ...[...all].flatMap(([name, service]) => rollout(service.rollout, service, { istio, counts }, ['services', name, 'rollout'])),
    ...maps(record(data).environments).flatMap(([environment, body]) =>
      maps(body.services).flatMap(([name, own]) =>
        rollout(own.rollout, all.get(name) ?? {}, { istio, counts }, ['environments', environment, 'services', name, 'rollout']),
      ),
    ),
  ];
};

function rollout(value: unknown, service: Raw, { istio, counts }: { istio: boolean; counts: boolean }, path: PropertyKey[]): Finding[] {
  if (!isRecord(value)) return [];
  const { strategy = 'rolling' } = value;
  const foreign = OWN_KEYS.filter(({ key, strategies }) => value[key] !== undefined && !strategies.includes(String(strategy))).map(
    ({ key, strategies }): Finding => ({
      path: [...path, key],
      atKey: true,
      found: `${key} in a ${String(strategy)} roll-out`,
      expected: `strategy ${strategies.join(' or ')}`,
      fix: `remove ${key}, or change the strategy`,
    }),
  );
  if (strategy !== 'blueGreen' && strategy !== 'canary') return foreign;
  return [
    ...foreign,
    ...possible(strategy, service, path),
    ...steps(value.steps, path),
    ...header(value, istio, path),
    ...judged(value, service, counts, path),
  ];
}

const OWN_KEYS = [
  { key: 'steps', strategies: ['canary'] },
  { key: 'autoPromote', strategies: ['blueGreen'] },
  { key: 'header', strategies: ['blueGreen', 'canary'] },
  { key: 'unjudged', strategies: ['blueGreen', 'canary'] },
];

/** Two versions side by side need traffic to divide, and a workload that may run twice. */
function possible(strategy: string, service: Raw, path: PropertyKey[]): Finding[] {
  const problem =
    service.schedule !== undefined
      ? 'a scheduled workload'
      : service.singleton !== undefined
        ? 'a singleton'
        : Object.keys(record(service.ports)).length === 0
          ? 'a service without ports'
          : undefined;
  if (!problem) return [];
  const fix = 'remove the strategy: its pods are replaced one by one';
  return [
    {
      path: [...path, 'strategy'],
      found: `${strategy} for ${problem}`,
      expected: 'a service with traffic to divide between two versions',
      fix,
    },
  ];
}

function steps(value: unknown, path: PropertyKey[]): Finding[] {
  let last = 0;
  return list(value).flatMap((step, i): Finding[] => {
    const { weight, pause } = record(step);
    if (weight === undefined && pause === undefined) {
      return [{ path: [...path, 'steps', i], expected: 'a weight, a pause, or both', fix: 'such as { weight: 5, pause: 5m }' }];
    }
    if (typeof weight !== 'number') return [];
    const before = last;
    last = weight;
    if (weight > before) return [];
    return [
      { path: [...path, 'steps', i, 'weight'], expected: `more than the ${before}% of the step before`, fix: 'let the weights grow' },
    ];
  });
}

function header({ header: value }: Raw, istio: boolean, path: PropertyKey[]): Finding[] {
  if (value === undefined || istio) return [];
  const expected = 'a mesh, which alone looks at headers';
  return [
    {
      path: [...path, 'header'],
      atKey: true,
      found: 'a header route without a mesh',
      expected,
      fix: 'set mesh: istio, or remove the header',
    },
  ];
}

/** Nothing aborts a bad version unless something measures it. */
function judged(value: Raw, { objectives, metrics }: Raw, counts: boolean, path: PropertyKey[]): Finding[] {
  const { availability, latency } = record(objectives);
  const missing =
    availability === undefined && latency === undefined ? 'objectives' : metrics === undefined && !counts ? 'metrics' : undefined;
  if (value.unjudged !== undefined || missing === undefined) return [];
  const fix =
    missing === 'objectives'
      ? 'declare objectives.availability or objectives.latency, or say under unjudged why not'
      : 'declare metrics, set mesh: istio with sidecars, or say under unjudged why not';
  return [
    {
      path: [...path, 'strategy'],
      found: `${String(value.strategy)} for a service without ${missing}`,
      expected:
        missing === 'objectives'
          ? 'objectives to judge the new version by'
          : 'request metrics to judge the new version by: its own, or those of sidecars',
      fix,
    },
  ];
}
