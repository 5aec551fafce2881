import { type Breach, inObject, type ManifestIndex, map, text } from '../manifests';

/** An autoscaler of what a Rollout runs targets the Rollout: the Deployment behind it has no pods to scale. */
export function autoscalers(cluster: ManifestIndex): Breach[] {
  const run = new Map(
    cluster
      .ofKind('Rollout')
      .flatMap(({ namespace, name, spec }) =>
        [name, text(map(spec.workloadRef).name)].flatMap((target) => (target ? [[`${namespace}/${target}`, name] as const] : [])),
      ),
  );
  return cluster.ofKind('HorizontalPodAutoscaler').flatMap((scaler) => {
    const { kind, name } = map(scaler.spec.scaleTargetRef);
    const rollout = run.get(`${scaler.namespace}/${String(name)}`);
    if (!rollout || kind === 'Rollout') return [];
    const message = `scales the ${text(kind) ?? 'workload'} ${String(name)}, whose pods the Rollout ${rollout} runs`;
    return [
      inObject(scaler, 'spec.scaleTargetRef', message, { fix: `target apiVersion argoproj.io/v1alpha1, kind Rollout, name ${rollout}` }),
    ];
  });
}
