import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type BlueGreenPlan,
  type CallPolicy,
  type CanaryPlan,
  ISTIO,
  inPercent,
  type MeshPlan,
  meshHost,
  previewName,
  publicRoutes,
  routeName,
  SUBSETS,
  selectorLabels,
  standardLabels,
  type Workload,
} from '../model';
import { GATEWAY, HSTS } from './names';

/**
 * What may be repeated: no answer was begun, or a gRPC service said that it was not there (Envoy, x-envoy-retry-on and
 * x-envoy-retry-grpc-on). A 503 of an HTTP application is not among it: it may have done half of its work.
 */
const REPEATED = 'connect-failure,refused-stream,reset-before-request,unavailable';

export interface ServiceRoutesProps {
  readonly workload: Workload;
  readonly mesh: MeshPlan;
}

/**
 * The routes to a service that speaks HTTP or gRPC: first what carries the header of a new version, then callers with a
 * patience of their own, then everybody else. Of a canary Argo Rollouts moves the weights and puts the version on the
 * subsets. What comes from outside has routes of its own, since only there the answer tells browsers to use TLS.
 */
export class ServiceRoutes extends Construct {
  constructor(scope: Construct, id: string, { workload, mesh }: ServiceRoutesProps) {
    super(scope, id);
    const { name, namespace } = workload;
    const own = mesh.policies.map((policy) => route(workload, mesh, policy));
    const rest = mesh.policies.at(-1);
    this.routes('Internal', workload, name, {
      exportTo: ['.'],
      hosts: [meshHost(name, namespace)],
      http: [...preview(workload, rest), ...own],
    });
    if (!mesh.gateway || !rest) return;
    const secured = { headers: { response: { set: { 'strict-transport-security': HSTS } } } };
    this.routes('Public', workload, publicRoutes(name), {
      exportTo: ['.', ISTIO.gateway.namespace],
      hosts: [mesh.gateway.host, ...mesh.gateway.aliases],
      gateways: [`${ISTIO.gateway.namespace}/${GATEWAY}`],
      http: [...preview(workload, rest), route(workload, mesh, rest)].map((each) => ({ ...each, ...secured })),
    });
  }

  private routes(id: string, workload: Workload, name: string, spec: object): void {
    new ApiObject(this, id, {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name, namespace: workload.namespace, labels: standardLabels(workload) },
      spec,
    });
  }
}

function route(workload: Workload, { fault, mirror }: MeshPlan, policy: CallPolicy) {
  const { namespace, rollout, instance } = workload;
  const callers = policy.callers.map((caller) => ({ sourceLabels: selectorLabels({ name: caller, instance }) }));
  return {
    name: routeName(policy),
    ...(callers.length > 0 ? { match: callers } : {}),
    ...(fault ? { fault: faultOf(fault) } : {}),
    route: destinations(workload, rollout.strategy === 'canary' && rollout.router === 'istio' ? rollout : undefined),
    ...patience(policy),
    ...(mirror ? { mirrors: [{ destination: { host: meshHost(mirror.host, namespace) }, percentage: { value: mirror.percent } }] } : {}),
  };
}

/** Without a word of ours Istio repeats a request twice. */
const patience = ({ attempts, timeoutMs, perTryMs }: CallPolicy) => ({
  timeout: duration(timeoutMs),
  retries: attempts === 1 ? { attempts: 0 } : { attempts: attempts - 1, perTryTimeout: duration(perTryMs), retryOn: REPEATED },
});

const duration = (milliseconds: number) => (milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`);

/** A canary begins with the share of its first step; at rest both subsets are the same pods. */
function destinations({ name, namespace }: Workload, canary: CanaryPlan | undefined) {
  const host = meshHost(name, namespace);
  if (!canary) return [{ destination: { host } }];
  const weight = canary.steps.find((step) => step.weight !== undefined)?.weight ?? 0;
  return [
    { destination: { host, subset: SUBSETS.stable }, weight: 100 - weight },
    { destination: { host, subset: SUBSETS.canary }, weight },
  ];
}

/** The route of requests that carry the header of a new version; they wait as everybody does who is not named. */
function preview(workload: Workload, rest: CallPolicy | undefined) {
  const { rollout, name, namespace } = workload;
  if (rollout.strategy === 'rolling' || !rollout.header || !rest) return [];
  return [
    {
      name: 'preview',
      match: [{ headers: { [rollout.header.name.toLowerCase()]: { exact: rollout.header.value } } }],
      route: [{ destination: newVersion(name, namespace, rollout) }],
      ...patience({ ...rest, callers: [] }),
    },
  ];
}

const newVersion = (name: string, namespace: string, { strategy }: BlueGreenPlan | CanaryPlan) =>
  strategy === 'canary' ? { host: meshHost(name, namespace), subset: SUBSETS.canary } : { host: meshHost(previewName(name), namespace) };

function faultOf({ abort, delay }: NonNullable<MeshPlan['fault']>) {
  const percentage = (share: { readonly fraction: number }) => ({ value: inPercent(share) });
  return {
    ...(abort ? { abort: { percentage: percentage(abort.percent), httpStatus: abort.status } } : {}),
    ...(delay ? { delay: { percentage: percentage(delay.percent), fixedDelay: `${delay.time.seconds}s` } } : {}),
  };
}
