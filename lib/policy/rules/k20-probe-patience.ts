import { isDeepStrictEqual } from 'node:util';
import { inContainer, isMap, type JsonMap, number, overContainers } from '../manifests';
import type { ManifestRule } from '../rule';

export const k20ProbePatience: ManifestRule = {
  id: 'K20',
  severity: 'warning',
  subject: 'container',
  over: 'manifests',
  why: 'Readiness takes an overloaded pod out of traffic to recover; liveness that gives up as early restarts it instead and loads the others.',
  mend: 'give liveness at least twice the failureThreshold of readiness, or another check',
  check: overContainers((container) => {
    const { readinessProbe, livenessProbe } = container.raw;
    if (!isMap(readinessProbe) || !isMap(livenessProbe) || !sameCheck(readinessProbe, livenessProbe)) return [];
    const [ready, alive] = [patienceSeconds(readinessProbe), patienceSeconds(livenessProbe)];
    if (alive > ready) return [];
    return [
      inContainer(
        container,
        'livenessProbe',
        `is restarted after ${alive} s of failed checks, when the same check takes it out of traffic after ${ready} s`,
      ),
    ];
  }),
};

const sameCheck = (a: JsonMap, b: JsonMap) =>
  ['httpGet', 'tcpSocket', 'grpc', 'exec'].every((handler) => isDeepStrictEqual(a[handler], b[handler]));

/** Period times threshold, with the defaults of Kubernetes. */
const patienceSeconds = ({ periodSeconds, failureThreshold }: JsonMap) => (number(periodSeconds) ?? 10) * (number(failureThreshold) ?? 3);
