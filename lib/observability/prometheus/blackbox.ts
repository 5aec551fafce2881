import { dump } from 'js-yaml';
import { defineResources, defineWorkload, MONITORING_NAMESPACE, type PublicEndpoint, WATCHERS, type Workload } from '../../model';
import { bytes, millicores } from '../../spec';
import { twoAtLeast } from '../scaling';
import { BLACKBOX_EXPORTER } from './images';

export const BLACKBOX = { name: 'blackbox-exporter', port: { name: 'http', port: 9115, servicePort: 9115, protocol: 'http' } } as const;

/** Prometheus gives up after ten seconds of a scrape; an answer that takes five is already a failure to a customer. */
const TIMEOUT_SECONDS = 5;
const CONFIG = '/etc/blackbox/config.yml';
const MIB = 1024 ** 2;

/** The blackbox exporter: asks public endpoints as a customer does, through DNS and load balancer. */
export function blackboxExporter(platform: string, team: string, endpoints: readonly PublicEndpoint[]): Workload {
  const check = (path: string, failureThreshold: number) =>
    ({ check: { kind: 'http', path, port: BLACKBOX.port.name }, periodSeconds: 10, timeoutSeconds: 2, failureThreshold }) as const;
  return defineWorkload({
    name: BLACKBOX.name,
    namespace: MONITORING_NAMESPACE,
    instance: platform,
    partOf: platform,
    team,
    component: 'exporter',
    image: BLACKBOX_EXPORTER,
    args: [`--config.file=${CONFIG}`],
    files: { [CONFIG]: dump({ modules: Object.fromEntries(endpoints.map((endpoint) => [endpoint.service, moduleOf(endpoint)])) }) },
    ports: [BLACKBOX.port],
    probes: { startup: check('/-/healthy', 6), readiness: check('/-/healthy', 3), liveness: check('/-/healthy', 6) },
    resources: defineResources(
      { cpu: millicores(WATCHERS.blackbox.millicores), memory: bytes(WATCHERS.blackbox.mib * MIB) },
      { memory: bytes(128 * MIB) },
    ),
    scaling: twoAtLeast,
    callers: [{ name: 'prometheus', namespace: MONITORING_NAMESPACE, instance: platform, ports: [BLACKBOX.port] }],
    external: [{ cidr: '0.0.0.0/0', ports: [443], because: 'public endpoints, by whatever address their name has' }],
  });
}

/** One module for each endpoint: what a probe sends belongs to the service that answers it. */
const moduleOf = ({ headers }: PublicEndpoint) => ({
  prober: 'http',
  timeout: `${TIMEOUT_SECONDS}s`,
  http: {
    method: 'GET',
    fail_if_not_ssl: true,
    preferred_ip_protocol: 'ip4',
    ...(headers ? { headers } : {}),
  },
});

/** Where Prometheus finds it. */
export const BLACKBOX_ADDRESS = `${BLACKBOX.name}.${MONITORING_NAMESPACE}.svc:${BLACKBOX.port.servicePort}`;
