import { apiShadowed, apiWeights, openApiGateways, unattached } from '../mesh/api-routes';
import { budgets } from '../mesh/budget';
import { unknownHosts, unregisteredEgress } from '../mesh/egress';
import { registryOf } from '../mesh/registry';
import { destinations, openGateways, overlapping, shadowed, weights } from '../mesh/routes';
import { plaintextClients } from '../mesh/security';
import { unkept } from '../mesh/waypoints';
import type { ManifestRule } from '../rule';

export const x22Mesh: ManifestRule = {
  id: 'X22',
  severity: 'error',
  subject: 'VirtualService, HTTPRoute, DestinationRule, Gateway, Sidecar, policies of the mesh',
  over: 'manifests',
  why: 'A mesh accepts routes that lead nowhere and retries that multiply without a word, and fails at the first fault that they meet.',
  mend: 'let hosts, subsets and ports exist, weights sum to 100, everybody speak mutual TLS, and callers wait as long as their callees need',
  check: (cluster) => {
    const registry = registryOf(cluster);
    return [
      ...destinations(cluster, registry),
      ...weights(cluster),
      ...shadowed(cluster),
      ...overlapping(cluster, registry),
      ...openGateways(cluster),
      ...plaintextClients(cluster, registry),
      ...unknownHosts(cluster, registry),
      ...unregisteredEgress(cluster, registry),
      ...budgets(cluster, registry),
      ...unkept(cluster),
      ...unattached(cluster, registry),
      ...apiWeights(cluster),
      ...apiShadowed(cluster),
      ...openApiGateways(cluster),
    ];
  },
};
