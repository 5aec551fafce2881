import { type Amplification, ANNOTATIONS, amplifications, milliseconds } from '../../model';
import {
  type Breach,
  groupBy,
  inObject,
  items,
  type JsonMap,
  type ManifestIndex,
  map,
  number,
  selects,
  text,
  texts,
  type Workload,
} from '../manifests';
import { type Access, accessOf, accountOf, accountsOf } from './access';
import { waypointName } from './data-plane';
import { goMilliseconds } from './durations';
import { type Registry, type Route, routesOf } from './registry';

/** The most attempts along a path when the namespace says nothing. */
const DEFAULT_LIMIT = 3;
/** What Istio does when nothing is said (Istio, HTTPRetry: two retries). */
const DEFAULT_ATTEMPTS = 3;

/** A call between two workloads, and what the route says of it. */
interface RoutedCall {
  readonly caller: string;
  readonly callee: string;
  readonly route: Route;
  readonly attempts: number;
  /** Undefined: as long as it takes. */
  readonly timeoutMs?: number;
  readonly perTryMs?: number;
}

/** Time and attempts along the calls of the mesh. */
export function budgets(cluster: ManifestIndex, registry: Registry): Breach[] {
  const calls = callsOf(cluster, registry);
  return [...ownTimes(calls), ...deadlines(calls), ...storms(calls, cluster)];
}

/** All attempts of a call must fit into its own time. */
const ownTimes = (calls: readonly RoutedCall[]): Breach[] =>
  once(calls, ({ caller, callee, route, attempts, timeoutMs, perTryMs }) => {
    if (timeoutMs === undefined || perTryMs === undefined || attempts * perTryMs <= timeoutMs) return undefined;
    const sum = `${attempts} attempts x ${milliseconds(perTryMs)} = ${milliseconds(attempts * perTryMs)}`;
    return inObject(
      route.virtualService,
      route.path,
      `${caller} -> ${callee}: ${sum}, and the caller gives up after ${milliseconds(timeoutMs)}`,
      {
        fix: `raise the timeout to ${milliseconds(attempts * perTryMs)}, or make ${Math.max(1, Math.floor(timeoutMs / perTryMs))} attempts`,
      },
    );
  });

/** What waits for a call must wait as long as the call may take: who gives up earlier leaves work behind that nobody reads. */
function deadlines(calls: readonly RoutedCall[]): Breach[] {
  const byCaller = groupBy(calls, ({ caller }) => caller);
  return once(calls, ({ caller, callee, route, attempts, timeoutMs, perTryMs = timeoutMs }) => {
    if (perTryMs === undefined) return undefined;
    const slowest = (byCaller.get(callee) ?? []).reduce<RoutedCall | undefined>(
      (worst, next) => ((next.timeoutMs ?? 0) > (worst?.timeoutMs ?? 0) ? next : worst),
      undefined,
    );
    if (slowest?.timeoutMs === undefined || slowest.timeoutMs <= perTryMs) return undefined;
    const each = attempts > 1 ? `${milliseconds(perTryMs)} for each of ${attempts} attempts` : milliseconds(perTryMs);
    return inObject(
      route.virtualService,
      `${route.path}.timeout`,
      `${caller} -> ${callee} -> ${slowest.callee}: ${caller} waits ${each}, and ${callee} itself waits ${milliseconds(slowest.timeoutMs)} for ${slowest.callee}`,
      { fix: `let ${caller} wait ${milliseconds(attempts * slowest.timeoutMs)}, or ${callee} no longer than ${milliseconds(perTryMs)}` },
    );
  });
}

/** Attempts multiply along a path; beyond the limit a small fault becomes a storm. */
function storms(calls: readonly RoutedCall[], cluster: ManifestIndex): Breach[] {
  const worst = amplifications(calls);
  return once(calls, ({ callee, caller, route, attempts }) => {
    const limit = limitOf(route.virtualService.namespace, cluster);
    const found = worst.get(callee);
    const before = worst.get(caller);
    // Told once for a path: where it first goes beyond the limit, by the call that does it.
    if (!found || !before || attempts === 1 || before.attempts > limit || before.attempts * attempts <= limit) return undefined;
    const path: Amplification = { attempts: before.attempts * attempts, path: [...before.path, { service: callee, attempts }] };
    return inObject(route.virtualService, `${route.path}.retries`, `${arithmetic(path)}, and ${limit} is the limit`, {
      fix: mend(path, limit),
    });
  });
}

function arithmetic({ path, attempts }: Amplification): string {
  const [first, ...rest] = path;
  const steps = rest.map(({ service, attempts: each }) => ` -> ${service} (${each})`).join('');
  if (!Number.isFinite(attempts)) return `${first?.service}${steps}: attempts in a circle have no bound`;
  const product = rest.map(({ attempts: each }) => each).join(' x ');
  return `${first?.service}${steps}: ${product} = ${attempts} attempts for one request`;
}

/** The least change of one call that suffices, nearest to the user; else one attempt everywhere but there. */
function mend({ path, attempts }: Amplification, limit: number): string {
  const calls = path.slice(1).map(({ service, attempts: each }, i) => ({ caller: path[i]?.service ?? '', service, attempts: each }));
  const options = calls
    .map((call) => ({ ...call, to: Math.floor((limit * call.attempts) / attempts) }))
    .filter(({ attempts: from, to }) => to >= 1 && to < from)
    .sort((a, b) => a.attempts - a.to - (b.attempts - b.to));
  const [best] = options;
  if (best) return `set attempts: ${best.to} of the call ${best.caller} -> ${best.service}`;
  const repeated = calls.filter(({ attempts: each }) => each > 1).slice(1);
  return `set attempts: 1 of ${repeated.map(({ caller, service }) => `${caller} -> ${service}`).join(' and ')}`;
}

function limitOf(namespace: string, cluster: ManifestIndex): number {
  const said = Number(cluster.find('default', 'Namespace', namespace)?.annotations[ANNOTATIONS.amplification]);
  return Number.isFinite(said) && said >= 1 ? said : DEFAULT_LIMIT;
}

/** Two calls by one route would say the same twice. */
function once(calls: readonly RoutedCall[], breachOf: (call: RoutedCall) => Breach | undefined): Breach[] {
  const told = new Set<string>();
  return calls.flatMap((call) => {
    const breach = breachOf(call);
    const key = breach && `${breach.object.subject} ${breach.path} ${breach.message}`;
    if (!breach || !key || told.has(key)) return [];
    told.add(key);
    return [breach];
  });
}

/** Who calls whom by which route: callers are whom the policies of a workload allow. */
function callsOf(cluster: ManifestIndex, registry: Registry): readonly RoutedCall[] {
  const access = accessOf(cluster);
  const byAccount = groupBy(cluster.workloads, accountOf);
  return [...ofVirtualServices(cluster, registry, access, byAccount), ...ofApiRoutes(cluster, access, byAccount)];
}

type ByAccount = ReadonlyMap<string, readonly Workload[]>;

function ofVirtualServices(cluster: ManifestIndex, registry: Registry, access: Access, byAccount: ByAccount): readonly RoutedCall[] {
  return cluster.ofKind('VirtualService').flatMap((virtualService) => {
    const gateways = texts(virtualService.spec.gateways);
    if (gateways.length > 0 && !gateways.includes('mesh')) return [];
    const routes = routesOf(virtualService).filter(({ kind }) => kind === 'http');
    return texts(virtualService.spec.hosts).flatMap((host) => {
      const service = registry.service(host, virtualService.namespace);
      const [callee] = service ? cluster.selectedBy(service) : [];
      if (!callee) return [];
      const accounts = access.policies(callee).flatMap(accountsOf);
      const callers = [...new Set(accounts.flatMap((account) => byAccount.get(account) ?? []))];
      return callers.flatMap((caller) => {
        const route = routes.find((candidate) => isTakenBy(candidate, caller));
        return route ? [{ caller: nameOf(caller), callee: nameOf(callee), route, ...patience(route) }] : [];
      });
    });
  });
}

/** Rules of the Gateway API for a Service. They know no callers: whoever brings no header of a version takes the one without. */
const ofApiRoutes = (cluster: ManifestIndex, access: Access, byAccount: ByAccount): readonly RoutedCall[] =>
  cluster.ofKind('HTTPRoute', 'GRPCRoute').flatMap((object) =>
    items(object.spec.parentRefs).flatMap(({ item: parent }) => {
      const service = parent.kind === 'Service' ? cluster.find(object.namespace, 'Service', text(parent.name) ?? '') : undefined;
      const [callee] = service ? cluster.selectedBy(service) : [];
      const rule = items(object.spec.rules).find(({ item }) =>
        items(item.matches).every(({ item: match }) => items(match.headers).length === 0),
      );
      if (!service || !callee || !rule) return [];
      const path = `spec.rules[${rule.index}]`;
      const route: Route = { virtualService: object, kind: 'http', raw: rule.item, path, destinations: [] };
      const policies = waypointName(service, cluster) === undefined ? access.policies(callee) : access.policiesFor(service);
      const callers = new Set(policies.flatMap(accountsOf).flatMap((account) => byAccount.get(account) ?? []));
      const { request, backendRequest } = map(rule.item.timeouts);
      return [...callers].map((caller) => ({
        caller: nameOf(caller),
        callee: nameOf(callee),
        route,
        attempts: apiAttempts(rule.item, object.namespace, cluster),
        timeoutMs: goMilliseconds(request),
        perTryMs: goMilliseconds(backendRequest),
      }));
    }),
  );

/** Retries are not in the standard channel: without a word of a route counts what the mesh does by itself, as its namespace says. */
function apiAttempts({ retry }: JsonMap, namespace: string, cluster: ManifestIndex): number {
  const more = number(map(retry).attempts);
  if (more !== undefined) return more + 1;
  const said = Number(cluster.find('default', 'Namespace', namespace)?.annotations[ANNOTATIONS.attempts]);
  return Number.isFinite(said) && said >= 1 ? said : DEFAULT_ATTEMPTS;
}

const nameOf = ({ object }: Workload) => object.name;

/** The route that ordinary requests of a caller take: one that asks for something of the request is passed over. */
function isTakenBy({ raw }: Route, { labels }: Workload): boolean {
  const matches = items(raw.match).map(({ item }) => item);
  return (
    matches.length === 0 ||
    matches.some((match) => {
      const conditions = Object.keys(match).filter((key) => key !== 'name');
      return conditions.every((key) => key === 'sourceLabels') && selects({ matchLabels: map(match.sourceLabels) }, labels);
    })
  );
}

function patience({ raw }: Route) {
  const retries = map(raw.retries);
  const more = number(retries.attempts);
  return {
    attempts: more === undefined ? DEFAULT_ATTEMPTS : more + 1,
    timeoutMs: goMilliseconds(raw.timeout),
    perTryMs: goMilliseconds(retries.perTryTimeout),
  };
}
