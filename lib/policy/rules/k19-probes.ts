import { type Breach, type Container, exposes, inContainer, isMap, isSet, map, number, overContainers, portsOf, text } from '../manifests';
import type { ManifestRule } from '../rule';

/** A start that takes longer than this belongs to a startup probe: until then a hung container is not noticed. */
const SLOW_START_SECONDS = 30;

export const k19Probes: ManifestRule = {
  id: 'K19',
  severity: 'error',
  subject: 'container with ports',
  over: 'manifests',
  why: 'Without probes traffic goes to pods that cannot answer, and a pod that hangs stays.',
  mend: 'add a readinessProbe and a livenessProbe that ask a port which the container declares',
  check: overContainers((container, { longRunning }) => {
    if (!longRunning || container.role !== 'app' || portsOf(container).length === 0) return [];
    return [...missing(container), ...slowStart(container), ...PROBES.flatMap((probe) => unexposed(container, probe))];
  }),
};

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'] as const;
const HANDLERS = ['httpGet', 'tcpSocket', 'grpc', 'exec'] as const;

const missing = (container: Container): Breach[] =>
  (['readinessProbe', 'livenessProbe'] as const)
    .filter((probe) => !HANDLERS.some((handler) => isMap(map(container.raw[probe])[handler])))
    .map((probe) => inContainer(container, probe, `has no ${probe}`, { fix: `add a ${probe} with httpGet, grpc, tcpSocket or exec` }));

function slowStart(container: Container): Breach[] {
  const delay = number(map(container.raw.livenessProbe).initialDelaySeconds) ?? 0;
  if (delay <= SLOW_START_SECONDS || isMap(container.raw.startupProbe)) return [];
  const fix = 'replace initialDelaySeconds by a startupProbe with the same check and enough failureThreshold';
  return [
    inContainer(container, 'livenessProbe.initialDelaySeconds', `is left alone for ${delay} s after each start, hung or not`, { fix }),
  ];
}

function unexposed(container: Container, probe: (typeof PROBES)[number]): Breach[] {
  return HANDLERS.flatMap((handler) => {
    const port = map(map(container.raw[probe])[handler]).port;
    if (!isSet(port) || exposes(container, port)) return [];
    const declared = portsOf(container).map(({ name, containerPort }) => `${text(name) ? `${text(name)} ` : ''}${String(containerPort)}`);
    const fix = `ask one of its ports: ${declared.join(', ')}`;
    return [inContainer(container, `${probe}.${handler}.port`, `is asked on port ${String(port)}, which it does not declare`, { fix })];
  });
}
