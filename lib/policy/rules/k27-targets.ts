import type { ManifestRule } from '../rule';
import { monitors } from '../targets/monitors';
import { networkPolicies } from '../targets/network-policies';
import { gatewayRoutes, ingresses } from '../targets/routes';
import { services } from '../targets/services';
import { workloadSelectors } from '../targets/workload-selectors';

export const k27Targets: ManifestRule = {
  id: 'K27',
  severity: 'error',
  subject: 'selectors and references',
  over: 'manifests',
  why: 'A selector or reference that meets nothing is accepted by the API server, and traffic or metrics silently go nowhere.',
  mend: 'make labels, names and ports of the two ends equal',
  check: (cluster) => [workloadSelectors, services, ingresses, gatewayRoutes, monitors, networkPolicies].flatMap((check) => check(cluster)),
};
