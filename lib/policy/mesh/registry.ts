import { items, type JsonMap, type KubernetesObject, type ManifestIndex, map, number, text, texts } from '../manifests';

const CLUSTER_DOMAIN = '.svc.cluster.local';

/** Hosts as a mesh knows them, in one cluster. */
export interface Registry {
  /** The Service that a host is, seen from a namespace; undefined when it is none. */
  service(host: string, from: string): KubernetesObject | undefined;
  /** Whether the mesh knows the host at all: a Service, or registered from outside. */
  knows(host: string, from: string): boolean;
  /** The full name by which two ways to write a host are told to be one. */
  fullName(host: string, from: string): string;
  /** Subsets of a host, by every DestinationRule for it. */
  subsets(host: string, from: string): ReadonlySet<string>;
  readonly entries: readonly KubernetesObject[];
}

export function registryOf(cluster: ManifestIndex): Registry {
  const entries = cluster.ofKind('ServiceEntry.networking.istio.io');
  const registered = entries.flatMap(({ spec }) => texts(spec.hosts));
  const exact = new Set(registered);
  const suffixes = registered.filter((host) => host.startsWith('*')).map((host) => host.slice(1));
  const fullName = (host: string, from: string) => (host.includes('.') ? ofService(host, cluster) : `${host}.${from}${CLUSTER_DOMAIN}`);
  const service = (host: string, from: string) => {
    const [name = '', namespace = ''] = fullName(host, from).split('.');
    return fullName(host, from).endsWith(CLUSTER_DOMAIN) ? cluster.find(namespace, 'Service', name) : undefined;
  };
  const subsets = new Map<string, Set<string>>();
  for (const rule of cluster.ofKind('DestinationRule')) {
    const host = fullName(text(rule.spec.host) ?? '', rule.namespace);
    const names = subsets.get(host) ?? new Set<string>();
    for (const { item } of items(rule.spec.subsets)) names.add(text(item.name) ?? '');
    subsets.set(host, names);
  }
  return {
    service,
    fullName,
    entries,
    knows: (host, from) =>
      service(host, from) !== undefined || exact.has(host) || suffixes.some((suffix) => host.endsWith(suffix) && host !== suffix),
    subsets: (host, from) => subsets.get(fullName(host, from)) ?? new Set(),
  };
}

/** `cart.shop` and `cart.shop.svc` are the Service cart of shop, where there is one; else a name of the outside. */
function ofService(host: string, cluster: ManifestIndex): string {
  const parts = /^([^.]+)\.([^.]+)(?:\.svc)?$/.exec(host);
  const [, name = '', namespace = ''] = parts ?? [];
  return parts && (host.endsWith('.svc') || cluster.find(namespace, 'Service', name)) ? `${name}.${namespace}${CLUSTER_DOMAIN}` : host;
}

const REQUESTS = /^(http|http2|https|grpc|grpc-web)(-|$)/;
const BYTES = /^(tcp|tls|mongo|mysql|redis|udp)(-|$)/;

/** What a port of a Service is taken to speak: by appProtocol, else by the beginning of its name; undefined: the mesh finds out. */
export function protocolOf({ appProtocol, name, protocol }: JsonMap): 'requests' | 'bytes' | undefined {
  if (protocol === 'UDP') return 'bytes';
  const said = (text(appProtocol) ?? text(name) ?? '').toLowerCase();
  if (REQUESTS.test(said)) return 'requests';
  return BYTES.test(said) ? 'bytes' : undefined;
}

export const portsOfService = (service: KubernetesObject) => items(service.spec.ports).map(({ item }) => item);

/** A destination of a route, and its weight. */
export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
  readonly weight?: number;
  readonly path: string;
}

/** A route of a VirtualService, whatever protocol it is for. */
export interface Route {
  readonly virtualService: KubernetesObject;
  readonly kind: 'http' | 'tls' | 'tcp';
  readonly raw: JsonMap;
  readonly path: string;
  readonly destinations: readonly Destination[];
}

export const routesOf = (virtualService: KubernetesObject): readonly Route[] =>
  (['http', 'tls', 'tcp'] as const).flatMap((kind) =>
    items(virtualService.spec[kind]).map(({ item: raw, index }) => {
      const path = `spec.${kind}[${index}]`;
      return {
        virtualService,
        kind,
        raw,
        path,
        destinations: items(raw.route).map(({ item, index: at }) => destinationOf(item, `${path}.route[${at}]`)),
      };
    }),
  );

function destinationOf(raw: JsonMap, path: string): Destination {
  const destination = map(raw.destination);
  return {
    host: text(destination.host) ?? '',
    subset: text(destination.subset),
    port: number(map(destination.port).number),
    weight: number(raw.weight),
    path,
  };
}
