import fc from 'fast-check';
import { renderManifests } from '../../charts/render';
import { platformOf } from '../support/platforms';

/**
 * What Kubernetes and an ambient mesh make of policies, written for this test from their documentation, so that it shares nothing
 * with what renders them. The proxy of the caller's node sends a call to the waypoint that the label of the Service names, else
 * to a pod; the network sees port 15008 in either case. The waypoint keeps policies for the Service, by the port of the Service;
 * the proxy of the callee's node keeps those of its pods, by the port of the pod and by who opened the last tunnel.
 */
interface Objects {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Labels };
  readonly spec: Json;
}
// biome-ignore lint/suspicious/noExplicitAny: rendered objects are read as a cluster reads them
type Json = any;
type Labels = Readonly<Record<string, string>>;

interface Pod {
  readonly account: string;
  readonly labels: Labels;
}
interface CalledPort {
  readonly port: number;
  readonly servicePort: number;
}

const TUNNEL = 15_008;

const within = (selector: Labels | undefined, labels: Labels) =>
  Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value);

function network(objects: readonly Objects[], from: Pod, to: Pod, port: number): boolean {
  const passes = (direction: 'ingress' | 'egress', own: Labels, other: Labels) => {
    const mine = objects.filter(
      ({ kind, spec }) =>
        kind === 'NetworkPolicy' &&
        within(spec.podSelector.matchLabels, own) &&
        spec.policyTypes.map((type: string) => type.toLowerCase()).includes(direction),
    );
    return (
      mine.length === 0 ||
      mine.some(({ spec }) =>
        (spec[direction] ?? []).some(
          (rule: Json) =>
            (rule[direction === 'ingress' ? 'from' : 'to'] ?? []).some(
              (peer: Json) => peer.podSelector && !peer.namespaceSelector && within(peer.podSelector.matchLabels, other),
            ) && rule.ports.some((allowed: Json) => allowed.port === port),
        ),
      )
    );
  };
  return passes('egress', from.labels, to.labels) && passes('ingress', to.labels, from.labels);
}

/** No policy: allowed. Any that allows: allowed if one of them matches. An empty one allows nothing. */
function permitted(policies: readonly Objects[], caller: string, port: number): boolean {
  return (
    policies.length === 0 ||
    policies.some(({ spec }) =>
      (spec.rules ?? []).some(
        (rule: Json) =>
          (rule.from ?? []).some(({ source }: Json) => source.principals.includes(`cluster.local/ns/shop/sa/${caller}`)) &&
          (rule.to ?? []).some(({ operation }: Json) => operation.ports.includes(String(port))),
      ),
    )
  );
}

const policiesOf = (objects: readonly Objects[]) => objects.filter(({ kind }) => kind === 'AuthorizationPolicy');

/** Policies that the proxy of a node keeps for a pod. */
const ofPod = (objects: readonly Objects[], { labels }: Pod) =>
  policiesOf(objects).filter(({ spec }) => !spec.targetRefs && within(spec.selector?.matchLabels, labels));

/** Policies that a waypoint keeps for a Service. */
const ofService = (objects: readonly Objects[], service: string, waypoint: string) =>
  policiesOf(objects).filter(({ spec }) =>
    (spec.targetRefs ?? []).some(
      ({ kind, name }: Json) => (kind === 'Service' && name === service) || (kind === 'Gateway' && name === waypoint),
    ),
  );

const strict = (objects: readonly Objects[]) =>
  objects.filter(({ kind }) => kind === 'PeerAuthentication').every(({ spec }) => spec.mtls.mode === 'STRICT' && !spec.portLevelMtls);

/** Whether a call to a port of a Service is answered. */
function answered(objects: readonly Objects[], from: Pod, to: Pod, port: CalledPort): boolean {
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === to.account);
  const name = service?.metadata.labels?.['istio.io/use-waypoint'];
  if (name === undefined) return direct(objects, from, to, port.port);
  const gateway = objects.find(({ kind, metadata }) => kind === 'Gateway' && metadata.name === name);
  if (gateway?.spec.gatewayClassName !== 'istio-waypoint') return false;
  const waypoint = { account: name, labels: { ...gateway.spec.infrastructure.labels, 'gateway.networking.k8s.io/gateway-name': name } };
  return (
    network(objects, from, waypoint, TUNNEL) &&
    permitted(ofService(objects, to.account, name), from.account, port.servicePort) &&
    direct(objects, waypoint, to, port.port)
  );
}

/** Whether a pod answers another that calls it by its address. */
const direct = (objects: readonly Objects[], from: Pod, to: Pod, port: number) =>
  network(objects, from, to, TUNNEL) && permitted(ofPod(objects, to), from.account, port);

const MAX = 5;
const graph = fc.record({
  count: fc.integer({ min: 2, max: MAX }),
  /** Whether anything is declared of the requests of each service. */
  read: fc.array(fc.boolean(), { minLength: MAX, maxLength: MAX }),
  calls: fc.uniqueArray(fc.tuple(fc.nat(MAX - 1), fc.nat(MAX - 1), fc.constantFrom('', 'http', 'admin'), fc.boolean()), {
    maxLength: 12,
    selector: ([a, b]) => `${a} ${b}`,
  }),
});

/** The port of one Service has the number of the other pod port: who takes the one for the other opens a door. */
const PORTS: Readonly<Record<string, CalledPort>> = {
  http: { port: 8080, servicePort: 80 },
  admin: { port: 9000, servicePort: 8080 },
};

function service(i: number, read: boolean, calls: readonly string[]): string {
  const ports = Object.entries(PORTS).map(
    ([name, { port, servicePort }]) => `${name}: { port: ${port}, servicePort: ${servicePort}, protocol: http }`,
  );
  const objectives = read ? ', objectives: { latency: { threshold: 250ms, target: 99 } }' : '';
  return `  s${i}: { tier: 2, image: "r.example.com/a:1", ports: { ${ports.join(', ')} }, probe: { http: { path: /, port: http } }, resources: { requests: { cpu: 100m, memory: 64Mi } }, calls: [${calls.join(', ')}]${objectives} }`;
}

function rendered(services: readonly string[]): readonly Objects[] {
  const [cluster] = renderManifests(platformOf(`${services.join('\n')}\n`, 'mesh: istio\nistio: { dataPlane: ambient }\n'));
  return (cluster?.objects ?? []).map(({ object }) => object as unknown as Objects).filter(({ metadata }) => metadata.namespace === 'shop');
}

const pod = (i: number): Pod => ({
  account: `s${i}`,
  labels: { 'app.kubernetes.io/name': `s${i}`, 'app.kubernetes.io/instance': 'shop' },
});

describe('an ambient mesh and the network together', () => {
  test('allow the declared calls, and no other, for any call graph, with waypoints and without', () => {
    fc.assert(
      fc.property(graph, ({ count, read, calls }) => {
        const declared = calls.filter(([a, b]) => a < count && b < count && a !== b);
        const objects = rendered(
          Array.from({ length: count }, (_, i) =>
            service(
              i,
              read[i] ?? false,
              declared
                .filter(([caller]) => caller === i)
                .map(
                  ([, callee, port, limited]) =>
                    `{ service: s${callee}${port ? `, port: ${port}` : ''}${limited ? ', methods: [GET]' : ''} }`,
                ),
            ),
          ),
        );
        expect(strict(objects)).toBe(true);
        for (let a = 0; a < count; a++) {
          for (let b = 0; b < count; b++) {
            if (a === b) continue;
            const call = declared.find(([caller, callee]) => caller === a && callee === b);
            const waypointed = objects.some(
              ({ kind, metadata }) => kind === 'Service' && metadata.name === `s${b}` && metadata.labels?.['istio.io/use-waypoint'],
            );
            expect([b, waypointed]).toEqual([b, Boolean(read[b]) || declared.some(([, callee, , limited]) => callee === b && limited)]);
            for (const [name, port] of Object.entries(PORTS)) {
              const wanted = call !== undefined && (call[2] === '' || call[2] === name);
              expect([a, b, name, answered(objects, pod(a), pod(b), port)]).toEqual([a, b, name, wanted]);
              // Nobody goes past a waypoint by calling a pod by its address.
              if (waypointed) expect([a, b, name, direct(objects, pod(a), pod(b), port.port)]).toEqual([a, b, name, false]);
            }
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  describe.each([
    ['with a waypoint', true],
    ['without', false],
  ])('%s', (_, read) => {
    const objects = rendered([service(0, false, ['s1']), service(1, read, [])]);
    const asks = (seen: readonly Objects[]) => answered(seen, pod(0), pod(1), { port: 8080, servicePort: 80 });
    const doors = objects.filter(
      ({ kind, metadata: { name } }) =>
        (kind === 'NetworkPolicy' && ['s0', 's1', ...(read ? ['waypoint'] : [])].includes(name)) ||
        (kind === 'AuthorizationPolicy' && (read ? ['s1', 's1-pods'] : ['s1']).includes(name)),
    );

    test('a call needs every door on its way', () => {
      expect(asks(objects)).toBe(true);
      expect(doors).toHaveLength(read ? 5 : 3);
      for (const door of doors)
        expect([door.kind, door.metadata.name, asks(objects.filter((object) => object !== door))]).toEqual([
          door.kind,
          door.metadata.name,
          false,
        ]);
    });
  });
});
