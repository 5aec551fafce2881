import {
  type Breach,
  inObject,
  isMap,
  items,
  type JsonMap,
  type KubernetesObject,
  type ManifestIndex,
  map,
  text,
  texts,
} from '../manifests';

const PATH = 'spec.strategy.canary.trafficRouting.istio';

/** The routes of the mesh that a Rollout rewrites exist, and lead to both versions. */
export function traffic(rollout: KubernetesObject, cluster: ManifestIndex): Breach[] {
  const canary = map(map(rollout.spec.strategy).canary);
  const istio = map(map(canary.trafficRouting).istio);
  const ends = endsOf(canary, istio);
  return [
    ...gatewayApi(rollout, map(map(map(canary.trafficRouting).plugins)[PLUGIN]), endsOf(canary, {}), cluster),
    ...destinationRule(rollout, istio, cluster),
    ...(isMap(istio.virtualService) ? virtualService(rollout, istio.virtualService, `${PATH}.virtualService`, ends, cluster) : []),
    ...items(istio.virtualServices).flatMap(({ item, index }) =>
      virtualService(rollout, item, `${PATH}.virtualServices[${index}]`, ends, cluster),
    ),
  ];
}

const PLUGIN = 'argoproj-labs/gatewayAPI';

/** The plugin moves weights in rules that lead to both Services. */
const gatewayApi = (rollout: KubernetesObject, plugin: JsonMap, { names }: Ends, cluster: ManifestIndex): Breach[] =>
  (
    [
      ['httpRoutes', 'HTTPRoute'],
      ['grpcRoutes', 'GRPCRoute'],
    ] as const
  ).flatMap(([field, kind]) =>
    items(plugin[field]).flatMap(({ item, index }) => {
      const path = `spec.strategy.canary.trafficRouting.plugins.${PLUGIN}.${field}[${index}]`;
      const [name, namespace] = [text(item.name) ?? '', text(plugin.namespace) ?? rollout.namespace];
      const route = cluster.find(namespace, kind, name);
      if (!route) return [missing(rollout, path, kind, name, namespace)];
      const both = items(route.spec.rules).some(({ item: rule }) => {
        const reached = new Set(items(rule.backendRefs).map(({ item: backend }) => backend.name));
        return names.length === 2 && names.every((service) => reached.has(service));
      });
      const message = `moves weights in the ${kind} ${name}, no rule of which leads to both versions`;
      const fix = 'name stableService and canaryService, and give a rule one backend for each';
      return both ? [] : [inObject(rollout, path, message, { fix })];
    }),
  );

/** What a route must lead to: a subset for each version, or a Service for each. */
interface Ends {
  readonly noun: 'subset' | 'Service';
  readonly names: readonly string[];
}

function endsOf(canary: JsonMap, { destinationRule: rule }: JsonMap): Ends {
  const [noun, ends] = isMap(rule)
    ? (['subset', [rule.canarySubsetName, rule.stableSubsetName]] as const)
    : (['Service', [canary.canaryService, canary.stableService]] as const);
  return { noun, names: ends.flatMap((name) => text(name) ?? []) };
}

function destinationRule(rollout: KubernetesObject, istio: JsonMap, cluster: ManifestIndex): Breach[] {
  if (!isMap(istio.destinationRule)) return [];
  const { name, canarySubsetName, stableSubsetName } = istio.destinationRule;
  const path = `${PATH}.destinationRule`;
  const rule = cluster.find(rollout.namespace, 'DestinationRule', String(name));
  if (!rule) return [missing(rollout, `${path}.name`, 'DestinationRule', String(name), rollout.namespace)];
  const subsets = new Set(items(rule.spec.subsets).map(({ item }) => item.name));
  return Object.entries({ canarySubsetName, stableSubsetName }).flatMap(([field, subset]) =>
    text(subset) !== undefined && !subsets.has(subset)
      ? [
          inObject(
            rollout,
            `${path}.${field}`,
            `sends traffic to the subset ${String(subset)}, which the DestinationRule ${rule.name} does not have`,
            {
              fix: `add the subset to the DestinationRule ${rule.name}`,
            },
          ),
        ]
      : [],
  );
}

function virtualService(rollout: KubernetesObject, reference: JsonMap, path: string, ends: Ends, cluster: ManifestIndex): Breach[] {
  // Argo Rollouts takes `name.namespace` as well.
  const [name = '', namespace = rollout.namespace] = (text(reference.name) ?? '').split('.', 2);
  const found = cluster.find(namespace, 'VirtualService', name);
  if (!found) return [missing(rollout, `${path}.name`, 'VirtualService', name, namespace)];
  const routes = items(found.spec.http).map(({ item }) => item);
  const named = texts(reference.routes);
  // Routes below HTTP have no names, and one route needs none.
  if (routes.length === 0) return [];
  if (named.length === 0) {
    if (routes.length === 1) return routes.flatMap((route) => ended(rollout, route, path, ends, name));
    const fix = `name the routes to rewrite, of ${namesOf(routes)}`;
    return [inObject(rollout, `${path}.routes`, `does not say which routes of the VirtualService ${name} it rewrites`, { fix })];
  }
  return named.flatMap((wanted, index) => {
    const route = routes.find((candidate) => candidate.name === wanted);
    if (route) return ended(rollout, route, path, ends, name);
    const message = `rewrites the route ${wanted}, which the VirtualService ${name} does not have`;
    return [inObject(rollout, `${path}.routes[${index}]`, message, { fix: `use one of ${namesOf(routes)}` })];
  });
}

/** Whether a route leads to both versions: the controller moves weights, and adds no destinations. */
function ended(rollout: KubernetesObject, route: JsonMap, path: string, { noun, names }: Ends, virtualService: string): Breach[] {
  const destinations = items(route.route).map(({ item }) => map(item.destination));
  const reached = new Set(destinations.map(({ host, subset }) => (noun === 'subset' ? subset : text(host)?.split('.')[0])));
  const absent = names.filter((name) => !reached.has(name));
  if (absent.length === 0) return [];
  const message = `the route ${text(route.name) ?? '(unnamed)'} of the VirtualService ${virtualService} does not lead to the ${noun} ${absent.join(' and ')}`;
  return [inObject(rollout, path, message, { fix: `give the route one destination for each ${noun}: ${names.join(' and ')}` })];
}

const namesOf = (routes: readonly JsonMap[]) => routes.map(({ name }) => text(name) ?? '(unnamed)').join(', ');

const missing = (rollout: KubernetesObject, path: string, kind: string, name: string, namespace: string): Breach =>
  inObject(rollout, path, `rewrites the ${kind} ${name}, which does not exist in the namespace ${namespace}`, { fix: `add the ${kind}` });
