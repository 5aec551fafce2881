import {
  type Breach,
  inObject,
  isMap,
  isSet,
  items,
  type JsonMap,
  type KubernetesObject,
  list,
  type ManifestIndex,
  number,
  texts,
} from '../manifests';
import { type Destination, portsOfService, protocolOf, type Registry, type Route, routesOf } from './registry';

/** Destinations of routes exist, with their subset and port. */
export const destinations = (cluster: ManifestIndex, registry: Registry): Breach[] =>
  cluster
    .ofKind('VirtualService')
    .flatMap(routesOf)
    .flatMap((route) => route.destinations.flatMap((destination) => exists(route, destination, registry)));

function exists({ virtualService, kind }: Route, { host, subset, port, path }: Destination, registry: Registry): Breach[] {
  const { namespace } = virtualService;
  const at = `${path}.destination`;
  if (!registry.knows(host, namespace)) {
    const fix = 'name a Service of the cluster, or register the host with a ServiceEntry';
    return [inObject(virtualService, `${at}.host`, `leads to ${host}, which the mesh does not know`, { fix })];
  }
  const service = registry.service(host, namespace);
  const ports = service ? portsOfService(service) : [];
  const found: Breach[] = [];
  if (subset !== undefined && !registry.subsets(host, namespace).has(subset)) {
    found.push(
      inObject(virtualService, `${at}.subset`, `leads to the subset ${subset} of ${host}, which no DestinationRule has`, {
        fix: `add the subset to the DestinationRule of ${host}`,
      }),
    );
  }
  if (service && port !== undefined && !ports.some((declared) => number(declared.port) === port)) {
    found.push(
      inObject(virtualService, `${at}.port`, `leads to port ${port} of ${host}, which the Service does not have`, {
        fix: 'name a port of the Service',
      }),
    );
  }
  const meant = port === undefined ? ports : ports.filter((declared) => number(declared.port) === port);
  if (service && kind === 'http' && meant.length > 0 && meant.every((declared) => protocolOf(declared) === 'bytes')) {
    found.push(
      inObject(virtualService, at, `routes HTTP requests to ${host}, whose ports speak TCP, so that the route never matches`, {
        fix: 'use a tcp route, or name the protocol of the port',
      }),
    );
  }
  return found;
}

/** Weights of one route make a whole. */
export const weights = (cluster: ManifestIndex): Breach[] =>
  cluster
    .ofKind('VirtualService')
    .flatMap(routesOf)
    .flatMap(({ virtualService, path, destinations: all }) => {
      if (all.length < 2 || all.every(({ weight }) => weight === undefined)) return [];
      const sum = all.reduce((total, { weight = 0 }) => total + weight, 0);
      const told = all.map(({ weight = 0 }) => weight).join(' + ');
      return sum === 100
        ? []
        : [
            inObject(virtualService, `${path}.route`, `its weights are ${told} = ${sum}, and not 100`, {
              fix: 'let the weights sum to 100',
            }),
          ];
    });

/** Routes that nothing reaches, since an earlier one takes all of their requests. */
export const shadowed = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('VirtualService').flatMap((virtualService) => {
    const routes = routesOf(virtualService).filter(({ kind }) => kind === 'http');
    return routes.flatMap((route, i) => {
      const before = routes.slice(0, i).find((earlier) => takesAllOf(earlier, route));
      if (!before) return [];
      const fix = 'put the narrower route first';
      return [inObject(virtualService, route.path, `is never reached: ${before.path} takes all of its requests`, { fix })];
    });
  });

/** Whether every request of a later route would have taken the earlier one. */
function takesAllOf({ raw: earlier }: Route, { raw: later }: Route): boolean {
  const wide = items(earlier.match).map(({ item }) => item);
  if (wide.length === 0) return true;
  const narrow = items(later.match).map(({ item }) => item);
  return narrow.length > 0 && narrow.every((match) => wide.some((other) => covers(other, match)));
}

/** Whether a condition holds whenever a narrower one does. */
function covers(wide: JsonMap, narrow: JsonMap): boolean {
  return Object.entries(wide).every(([field, condition]) => {
    if (field === 'name') return true;
    const other = narrow[field];
    if (!isSet(other)) return false;
    if (field === 'uri' && isMap(condition) && isMap(other) && typeof condition.prefix === 'string') {
      const path = other.exact ?? other.prefix;
      return typeof path === 'string' && path.startsWith(condition.prefix);
    }
    if (isMap(condition) && isMap(other) && !('exact' in condition)) {
      return Object.entries(condition).every(([key, value]) => JSON.stringify(other[key]) === JSON.stringify(value));
    }
    return JSON.stringify(condition) === JSON.stringify(other);
  });
}

/** Two VirtualServices for one host at one gateway: which of them counts depends on which was made first. */
export function overlapping(cluster: ManifestIndex, registry: Registry): Breach[] {
  const owners = new Map<string, KubernetesObject>();
  return cluster.ofKind('VirtualService').flatMap((virtualService) => {
    const gateways = list(virtualService.spec.gateways).length > 0 ? texts(virtualService.spec.gateways) : ['mesh'];
    return texts(virtualService.spec.hosts).flatMap((host, i) =>
      gateways.flatMap((gateway) => {
        const at = gateway === 'mesh' || gateway.includes('/') ? gateway : `${virtualService.namespace}/${gateway}`;
        const key = `${at} ${registry.fullName(host, virtualService.namespace)}`;
        const other = owners.get(key);
        owners.set(key, other ?? virtualService);
        if (!other || other === virtualService) return [];
        const message = `has routes for ${host} at ${gateway}, and so has ${other.subject}`;
        return [inObject(virtualService, `spec.hosts[${i}]`, message, { fix: 'put all routes of a host into one VirtualService' })];
      }),
    );
  });
}

const TOO_OLD = new Set(['TLSV1_0', 'TLSV1_1']);

/** Gateways that take plaintext, or TLS that is broken. */
export const openGateways = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('Gateway.networking.istio.io').flatMap((gateway) =>
    items(gateway.spec.servers).flatMap(({ item: server, index }) => {
      const path = `spec.servers[${index}]`;
      const tls: JsonMap = isMap(server.tls) ? server.tls : {};
      const { protocol, number: port } = isMap(server.port) ? server.port : ({} as JsonMap);
      if (['HTTP', 'HTTP2', 'GRPC'].includes(String(protocol))) {
        return tls.httpsRedirect === true
          ? []
          : [
              inObject(gateway, path, `takes plaintext on port ${String(port)}`, {
                fix: 'set tls.httpsRedirect: true, or the protocol HTTPS with a certificate',
              }),
            ];
      }
      if (
        ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'].includes(String(tls.mode)) &&
        !isSet(tls.credentialName) &&
        !isSet(tls.serverCertificate)
      ) {
        return [
          inObject(gateway, `${path}.tls`, 'terminates TLS without a certificate', { fix: 'name the Secret with it as credentialName' }),
        ];
      }
      if (protocol === 'HTTPS' && !isSet(tls.mode)) {
        return [
          inObject(gateway, `${path}.tls`, 'speaks HTTPS and says no mode of TLS', { fix: 'set tls.mode: SIMPLE with a credentialName' }),
        ];
      }
      return TOO_OLD.has(String(tls.minProtocolVersion))
        ? [inObject(gateway, `${path}.tls.minProtocolVersion`, 'admits TLS before 1.2, which is broken', { fix: 'set TLSV1_2 or TLSV1_3' })]
        : [];
    }),
  );
