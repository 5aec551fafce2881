import {
  type Breach,
  inObject,
  isSet,
  items,
  type JsonMap,
  type KubernetesObject,
  list,
  type ManifestIndex,
  map,
  number,
  text,
  texts,
} from '../manifests';
import { dataPlaneOf, waypointName } from './data-plane';
import type { Registry } from './registry';

/** Routes of the Gateway API, as far as a mesh and its gateways read them. */

const GATEWAY = 'Gateway.gateway.networking.k8s.io';
const KINDS = ['HTTPRoute', 'GRPCRoute'] as const;
/** Classes whose Gateways are doors for requests from outside. */
const INSIDE = new Set(['istio-waypoint', 'istio-east-west']);

/** What a route is attached to. */
interface Parent {
  readonly kind: 'Service' | 'Gateway';
  readonly namespace: string;
  readonly name: string;
  readonly section?: string;
  readonly port?: number;
  readonly path: string;
}

const parentsOf = (route: KubernetesObject): readonly Parent[] =>
  items(route.spec.parentRefs).map(({ item, index }) => ({
    kind: text(item.kind) === 'Service' ? 'Service' : 'Gateway',
    namespace: text(item.namespace) ?? route.namespace,
    name: text(item.name) ?? '',
    section: text(item.sectionName),
    port: number(item.port),
    path: `spec.parentRefs[${index}]`,
  }));

const routesIn = (cluster: ManifestIndex) => cluster.ofKind(...KINDS);

/** Routes that nothing reads: their parent does not exist, or is a Service whose requests no proxy reads. */
export const unattached = (cluster: ManifestIndex, registry: Registry): Breach[] =>
  routesIn(cluster).flatMap((route) =>
    parentsOf(route).flatMap((parent) => {
      const { kind, namespace, name, section, port, path } = parent;
      const breach = (message: string, fix: string) => [inObject(route, path, message, { fix })];
      if (kind === 'Gateway') {
        const gateway = cluster.find(namespace, GATEWAY, name);
        if (!gateway) return breach(`belongs to the Gateway ${namespace}/${name}, which does not exist`, 'name a Gateway');
        const known = items(gateway.spec.listeners).some(({ item }) => section === undefined || item.name === section);
        return known ? [] : breach(`belongs to the listener ${section} of ${name}, which it does not have`, 'name one of its listeners');
      }
      const service = cluster.find(namespace, 'Service', name);
      if (!service) return breach(`belongs to the Service ${name}, which does not exist`, 'name a Service of the namespace');
      if (port !== undefined && !items(service.spec.ports).some(({ item }) => item.port === port)) {
        return breach(`belongs to port ${port} of ${name}, which the Service does not have`, 'name a port of the Service');
      }
      if (unread(service, cluster)) {
        return breach(
          `belongs to the Service ${name}, which has no waypoint, so that nothing reads it`,
          'label the Service with istio.io/use-waypoint',
        );
      }
      const other = cluster
        .ofKind('VirtualService')
        .find(({ namespace: at, spec }) =>
          texts(spec.hosts).some(
            (host) => registry.service(host, at) === service && (list(spec.gateways).length === 0 || texts(spec.gateways).includes('mesh')),
          ),
        );
      return other
        ? breach(`has routes for ${name}, and so has ${other.subject}: which of them counts is not defined`, 'keep one of the two')
        : [];
    }),
  );

const unread = (service: KubernetesObject, cluster: ManifestIndex) =>
  waypointName(service, cluster) === undefined &&
  cluster.selectedBy(service).some((workload) => dataPlaneOf(workload, cluster) === 'ambient');

/** Weights of the backends of a rule make a whole: who moves them counts in percent. */
export const apiWeights = (cluster: ManifestIndex): Breach[] =>
  routesIn(cluster).flatMap((route) =>
    items(route.spec.rules).flatMap(({ item: rule, index }) => {
      const backends = items(rule.backendRefs).map(({ item }) => item);
      if (backends.length < 2 || backends.every(({ weight }) => !isSet(weight))) return [];
      const each = backends.map(({ weight }) => number(weight) ?? 1);
      const sum = each.reduce((total, weight) => total + weight, 0);
      const message = `its weights are ${each.join(' + ')} = ${sum}, and not 100`;
      return sum === 100 ? [] : [inObject(route, `spec.rules[${index}].backendRefs`, message, { fix: 'let the weights sum to 100' })];
    }),
  );

/** One condition of a rule, with what is left out filled in. */
const conditionsOf = (rule: JsonMap): readonly string[] => {
  const matches = items(rule.matches).map(({ item }) => item);
  return (matches.length > 0 ? matches : [{}]).map((match) => condition(match as JsonMap));
};

function condition(match: JsonMap): string {
  const path = map(match.path);
  const method = isSet(match.method) ? match.method : '';
  const named = (field: unknown) =>
    items(field)
      .map(({ item }) => `${text(item.type) ?? 'Exact'} ${(text(item.name) ?? '').toLowerCase()}=${text(item.value) ?? ''}`)
      .sort();
  return JSON.stringify([text(path.type) ?? 'PathPrefix', text(path.value) ?? '/', method, named(match.headers), named(match.queryParams)]);
}

/** Rules that no request takes: one before them in the same place has the same condition. More specific conditions win in any order. */
export function apiShadowed(cluster: ManifestIndex): Breach[] {
  const owners = new Map<string, { readonly route: KubernetesObject; readonly path: string }>();
  return routesIn(cluster).flatMap((route) =>
    items(route.spec.rules).flatMap(({ item: rule, index }) => {
      const path = `spec.rules[${index}]`;
      const wanted = conditionsOf(rule).flatMap((one) => placesOf(route).map((place) => `${route.kind} ${place} ${one}`));
      const taken = wanted.map((key) => owners.get(key)).filter((owner) => owner !== undefined);
      for (const key of wanted) if (!owners.has(key)) owners.set(key, { route, path });
      const [first] = taken;
      if (!first || taken.length < wanted.length) return [];
      const by = first.route === route ? first.path : `${first.path} of ${first.route.subject}`;
      return [
        inObject(route, path, `is never reached: ${by} has the same condition`, {
          fix: 'take one of the two away, or let their conditions differ',
        }),
      ];
    }),
  );
}

/** Where requests meet the rules of a route: a Service, or a host at a Gateway. */
const placesOf = (route: KubernetesObject): readonly string[] => {
  const hosts = texts(route.spec.hostnames);
  return parentsOf(route).flatMap(({ kind, namespace, name, section = '', port = '' }) =>
    (kind === 'Gateway' && hosts.length > 0 ? hosts : ['']).map((host) => `${kind} ${namespace}/${name} ${section} ${port} ${host}`),
  );
};

/** Gateways that take plaintext for anything but a redirect, or end TLS without a certificate. */
export const openApiGateways = (cluster: ManifestIndex): Breach[] =>
  cluster
    .ofKind(GATEWAY)
    .filter(({ spec }) => !INSIDE.has(text(spec.gatewayClassName) ?? ''))
    .flatMap((gateway) =>
      items(gateway.spec.listeners).flatMap(({ item: listener, index }) => {
        const path = `spec.listeners[${index}]`;
        const tls = map(listener.tls);
        if (listener.protocol === 'HTTP') {
          const plain = routesIn(cluster).find((route) => isTaken(route, gateway, listener) && !redirects(route));
          if (!plain) return [];
          return [
            inObject(gateway, path, `takes plaintext on port ${String(listener.port)} for ${plain.subject}`, {
              fix: 'admit routes of the namespace of the Gateway only, and one among them that redirects to https',
            }),
          ];
        }
        const ends = (listener.protocol === 'HTTPS' || listener.protocol === 'TLS') && (text(tls.mode) ?? 'Terminate') === 'Terminate';
        return ends && items(tls.certificateRefs).length === 0
          ? [
              inObject(gateway, `${path}.tls`, 'terminates TLS without a certificate', {
                fix: 'name the Secret with it under certificateRefs',
              }),
            ]
          : [];
      }),
    );

/** Whether a listener takes the requests of a route, by its name, its port and the namespaces that it admits. */
function isTaken(route: KubernetesObject, gateway: KubernetesObject, listener: JsonMap): boolean {
  const from = text(map(map(listener.allowedRoutes).namespaces).from) ?? 'Same';
  if (from === 'Same' && route.namespace !== gateway.namespace) return false;
  return parentsOf(route).some(
    ({ kind, namespace, name, section, port }) =>
      kind === 'Gateway' &&
      namespace === gateway.namespace &&
      name === gateway.name &&
      (section === undefined || section === listener.name) &&
      (port === undefined || port === listener.port),
  );
}

/** Whether every rule sends to https and nowhere else. */
const redirects = ({ spec }: KubernetesObject) =>
  items(spec.rules).every(({ item }) => items(item.filters).some(({ item: filter }) => map(filter.requestRedirect).scheme === 'https'));
