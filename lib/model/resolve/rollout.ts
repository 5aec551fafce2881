import type { PlatformSpec, ServiceSpec } from '../../spec';
import { type Indicators, indicators } from '../indicators';
import { countsRequests, usesGatewayApi } from '../mesh';
import { objectivesOf } from '../objectives/service-objectives';
import { requestPort } from '../request-series';
import { DEFAULT_STEPS, type RolloutPlan } from '../rollout';
import type { Port } from '../workload';

/** How new versions of a declared service come in. */
export function rolloutOf(name: string, service: ServiceSpec, ports: readonly Port[], namespace: string, spec: PlatformSpec): RolloutPlan {
  const { strategy, steps, autoPromote, header, unjudged } = service.rollout;
  if (strategy === 'rolling') return { strategy };
  const progressive = {
    header,
    judgedBy: unjudged === undefined ? judgedBy(name, service, ports, namespace, spec) : undefined,
    // Istio divides requests, not connections.
    router:
      spec.mesh === 'istio' && requestPort(service, ports)
        ? usesGatewayApi(spec)
          ? ('gatewayApi' as const)
          : ('istio' as const)
        : undefined,
  };
  return strategy === 'blueGreen'
    ? { strategy, ...progressive, autoPromoteSeconds: autoPromote?.seconds }
    : { strategy, ...progressive, steps: steps?.map(({ weight, pause }) => ({ weight, pauseSeconds: pause?.seconds })) ?? DEFAULT_STEPS };
}

function judgedBy(
  name: string,
  service: ServiceSpec,
  ports: readonly Port[],
  namespace: string,
  spec: PlatformSpec,
): Indicators | undefined {
  const objectives = objectivesOf(name, service, ports, namespace, countsRequests(spec));
  return objectives && indicators(objectives);
}
