import {
  type Breach,
  inObject,
  isOn,
  isSet,
  items,
  type JsonMap,
  type KubernetesObject,
  type ManifestIndex,
  map,
  text,
} from '../manifests';

/** A run of analyses: the templates that it names, and the arguments that it gives them. */
interface Run {
  readonly templates: unknown;
  readonly args: unknown;
  readonly path: string;
}

/** Templates that a Rollout analyses itself with exist, and get the arguments that they need. */
export const analyses = (rollout: KubernetesObject, cluster: ManifestIndex): Breach[] =>
  runsOf(rollout).flatMap(({ templates, args, path }) => {
    const given = new Set(items(args).map(({ item }) => text(item.name)));
    return items(templates).flatMap(({ item, index }) => {
      const found = templateOf(item, rollout.namespace, cluster);
      if (!found.template) {
        const message = `is analysed with the ${found.kind} ${found.name}, which does not exist`;
        return [inObject(rollout, `${path}.templates[${index}]`, message, { fix: `add the ${found.kind}, or name one that exists` })];
      }
      const lacking = argumentsOf(found.template, cluster).filter((name) => !given.has(name));
      if (lacking.length === 0) return [];
      const message = `does not give ${lacking.join(', ')} to the ${found.kind} ${found.name}, which has no value of its own for it`;
      return [inObject(rollout, `${path}.args`, message, { fix: `add ${lacking.join(', ')} to the args of the analysis` })];
    });
  });

function runsOf({ spec }: KubernetesObject): readonly Run[] {
  const { canary, blueGreen } = map(spec.strategy);
  const run = (value: unknown, path: string): Run => ({ templates: map(value).templates, args: map(value).args, path });
  return [
    run(map(canary).analysis, 'spec.strategy.canary.analysis'),
    ...['prePromotionAnalysis', 'postPromotionAnalysis'].map((field) => run(map(blueGreen)[field], `spec.strategy.blueGreen.${field}`)),
    ...items(map(canary).steps).flatMap(({ item, index }) => [
      run(item.analysis, `spec.strategy.canary.steps[${index}].analysis`),
      ...items(map(item.experiment).analyses).map(({ item: analysis, index: at }) => ({
        templates: [analysis],
        args: analysis.args,
        path: `spec.strategy.canary.steps[${index}].experiment.analyses[${at}]`,
      })),
    ]),
  ];
}

function templateOf({ templateName, clusterScope }: JsonMap, namespace: string, cluster: ManifestIndex) {
  const kind = isOn(clusterScope) ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
  const name = text(templateName) ?? '(unnamed)';
  const template = isOn(clusterScope)
    ? cluster.ofKind(kind).find((candidate) => candidate.name === name)
    : cluster.find(namespace, kind, name);
  return { kind, name, template };
}

/** Arguments without a value of their own, of a template and of those that it is made of. */
function argumentsOf(
  template: KubernetesObject,
  cluster: ManifestIndex,
  seen: ReadonlySet<KubernetesObject> = new Set(),
): readonly string[] {
  if (seen.has(template)) return [];
  const inner = items(template.spec.templates).flatMap(({ item }) => templateOf(item, template.namespace, cluster).template ?? []);
  const own = items(template.spec.args).filter(({ item }) => !isSet(item.value) && !isSet(item.valueFrom));
  const all = [
    ...own.flatMap(({ item }) => text(item.name) ?? []),
    ...inner.flatMap((other) => argumentsOf(other, cluster, new Set([...seen, template]))),
  ];
  return [...new Set(all)];
}
