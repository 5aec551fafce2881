import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type CallPolicy,
  ISTIO,
  type MeshPlan,
  type Port,
  previewName,
  publicRoutes,
  type RolloutPlan,
  routeName,
  standardLabels,
  type Workload,
} from '../../model';
import { GATEWAY, HSTS } from '../names';

/** Shares of requests are told in parts of this: a percent has four digits. */
const WHOLE = 10_000;

export interface ApiRoutesProps {
  readonly workload: Workload;
  readonly mesh: MeshPlan;
}

/** Where the requests of a service arrive. */
interface Entry extends ApiRoutesProps {
  readonly port: Port;
  readonly rest: CallPolicy;
}

/**
 * The routes to a service in the Gateway API: HTTPRoute or GRPCRoute, to the Service itself for callers in the mesh, and to
 * the gateway for its public host. First what carries the header of a new version, then everybody else by weight. Versions are
 * Services here, and not subsets. A waypoint sees what comes through the gateway as well, so that then only its route divides.
 */
export class ApiRoutes extends Construct {
  constructor(scope: Construct, id: string, { workload, mesh }: ApiRoutesProps) {
    super(scope, id);
    const rest = mesh.policies.at(-1);
    if (!mesh.requestPort || !rest) return;
    const { arrival, gateway } = mesh;
    const { name } = workload;
    const own = { workload, mesh, port: mesh.requestPort, rest };
    if (arrival !== 'pods') {
      this.route('Internal', own, name, {
        parentRefs: [{ group: '', kind: 'Service', name, port: mesh.requestPort.servicePort }],
        rules: rulesOf(own),
      });
    }
    if (!gateway) return;
    const opened = { ...own, port: gateway.port };
    this.route('Public', opened, publicRoutes(name), {
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: ISTIO.gateway.namespace, name: GATEWAY }],
      hostnames: [gateway.host, ...gateway.aliases],
      rules: (arrival === 'waypoint' ? [whole(opened)] : rulesOf(opened)).map(secured),
    });
  }

  private route(id: string, { workload, port }: Entry, name: string, spec: object): void {
    new ApiObject(this, id, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: port.protocol === 'grpc' ? 'GRPCRoute' : 'HTTPRoute',
      metadata: { name, namespace: workload.namespace, labels: standardLabels(workload) },
      spec,
    });
  }
}

interface Rule {
  readonly name: string;
  readonly filters?: readonly object[];
  readonly [field: string]: unknown;
}

const rulesOf = (entry: Entry): readonly Rule[] => [...preview(entry), primary(entry)];

/** A canary begins with the share of its first step; the roll-out moves the weights wherever a rule leads to both Services. */
function primary(entry: Entry): Rule {
  const { workload, mesh, rest, port } = entry;
  const { name, rollout } = workload;
  return {
    name: routeName(rest),
    ...copied(mesh),
    backendRefs: versions(name, rollout).map((backend) => ({ ...backend, port: port.servicePort })),
    ...patience(entry),
  };
}

function versions(name: string, rollout: RolloutPlan) {
  if (rollout.strategy !== 'canary' || rollout.router !== 'gatewayApi') return [{ name }];
  const weight = rollout.steps.find((step) => step.weight !== undefined)?.weight ?? 0;
  return [
    { name, weight: 100 - weight },
    { name: previewName(name), weight },
  ];
}

/** Everything to the Service: what stands before it divides. */
const whole = (entry: Entry): Rule => ({
  name: routeName(entry.rest),
  backendRefs: [{ name: entry.workload.name, port: entry.port.servicePort }],
  ...patience(entry),
});

function preview(entry: Entry): readonly Rule[] {
  const { rollout, name } = entry.workload;
  if (rollout.strategy === 'rolling' || !rollout.header) return [];
  const header = { type: 'Exact', name: rollout.header.name.toLowerCase(), value: rollout.header.value };
  return [
    {
      name: 'preview',
      matches: [{ headers: [header] }],
      backendRefs: [{ name: previewName(name), port: entry.port.servicePort }],
      ...patience(entry),
    },
  ];
}

/** A GRPCRoute has no time: a caller of gRPC sends its own. */
const patience = ({ port, rest }: Entry) => (port.protocol === 'grpc' ? {} : { timeouts: { request: duration(rest.timeoutMs) } });

/** Durations of the Gateway API have units of hours, minutes, seconds and milliseconds, and no fractions (GEP-2257). */
function duration(milliseconds: number): string {
  const [seconds, rest] = [Math.floor(milliseconds / 1000), Math.round(milliseconds % 1000)];
  return `${seconds > 0 ? `${seconds}s` : ''}${rest > 0 || seconds === 0 ? `${rest}ms` : ''}`;
}

const copied = ({ mirror }: MeshPlan) =>
  mirror
    ? {
        filters: [
          {
            type: 'RequestMirror',
            requestMirror: {
              backendRef: { name: mirror.host, port: mirror.port },
              fraction: { numerator: Math.round((mirror.percent * WHOLE) / 100), denominator: WHOLE },
            },
          },
        ],
      }
    : {};

/** Only what comes from outside tells browsers to use TLS. */
const secured = (rule: Rule): Rule => ({
  ...rule,
  filters: [
    ...(rule.filters ?? []),
    { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'strict-transport-security', value: HSTS }] } },
  ],
});
