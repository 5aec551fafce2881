import { analyses } from '../rollouts/analysis';
import { autoscalers } from '../rollouts/autoscalers';
import { metrics } from '../rollouts/metrics';
import { services } from '../rollouts/services';
import { steps } from '../rollouts/steps';
import { traffic } from '../rollouts/traffic';
import type { ManifestRule } from '../rule';

export const x17Rollout: ManifestRule = {
  id: 'X17',
  severity: 'error',
  subject: 'Rollout, AnalysisTemplate, HorizontalPodAutoscaler',
  over: 'manifests',
  why: 'A roll-out whose routes or analyses meet nothing stops half-way, or promotes a broken version unmeasured.',
  mend: 'make the names in the Rollout, the mesh, the templates and the recording rules equal',
  check: (cluster) => [
    ...cluster.ofKind('Rollout').flatMap((rollout) => [services, traffic, steps, analyses].flatMap((check) => check(rollout, cluster))),
    ...metrics(cluster),
    ...autoscalers(cluster),
  ],
};
