import { parser } from '@prometheus-io/lezer-promql';
import { type Breach, inObject, isSet, items, type JsonMap, type KubernetesObject, type ManifestIndex, map, text } from '../manifests';

/** Each measure of an analysis can fail, and asks for series that are there. */
export function metrics(cluster: ManifestIndex): Breach[] {
  const recorded = recordedSeries(cluster);
  return cluster
    .ofKind('AnalysisTemplate', 'ClusterAnalysisTemplate')
    .flatMap((template) =>
      items(template.spec.metrics).flatMap(({ item, index }) => [
        ...verdict(template, item, `spec.metrics[${index}]`),
        ...series(template, item, `spec.metrics[${index}]`, recorded),
      ]),
    );
}

function verdict(template: KubernetesObject, metric: JsonMap, path: string): Breach[] {
  const name = text(metric.name) ?? path;
  // A Job says by its end whether it failed, and Kayenta judges by itself.
  const judged = isSet(map(metric.provider).job) || isSet(map(metric.provider).kayenta);
  return [
    ...(judged || isSet(metric.failureCondition) || isSet(metric.successCondition)
      ? []
      : [
          inObject(template, path, `the metric ${name} has no condition, so every value passes`, {
            fix: 'add a failureCondition or a successCondition',
          }),
        ]),
    ...(Number(metric.failureLimit) < 0
      ? [
          inObject(template, `${path}.failureLimit`, `the metric ${name} may fail without limit`, {
            fix: 'set failureLimit to 0 or a small number',
          }),
        ]
      : []),
  ];
}

/** A name with a colon is one that a rule records, by the convention of Prometheus for recording rules. */
function series(template: KubernetesObject, metric: JsonMap, path: string, recorded: ReadonlySet<string>): Breach[] {
  const query = text(map(map(metric.provider).prometheus).query);
  const unknown = query === undefined ? [] : seriesIn(query).filter((name) => name.includes(':') && !recorded.has(name));
  if (unknown.length === 0) return [];
  const fix = 'record the series in a PrometheusRule, or ask for one that is recorded';
  // Without any rule at hand, they are kept elsewhere.
  const severity = recorded.size > 0 ? 'error' : 'warning';
  const message = `the query of the metric ${text(metric.name) ?? path} asks for ${unknown.join(', ')}, which no PrometheusRule records`;
  return [inObject(template, `${path}.provider.prometheus.query`, message, { fix, severity })];
}

const recordedSeries = (cluster: ManifestIndex): ReadonlySet<string> =>
  new Set(
    cluster
      .ofKind('PrometheusRule')
      .flatMap(({ spec }) => items(spec.groups))
      .flatMap(({ item }) => items(item.rules))
      .flatMap(({ item }) => text(item.record) ?? []),
  );

/** Series that a query selects, each once; an argument of the template stands for a word. */
function seriesIn(query: string): readonly string[] {
  const plain = query.replace(/\{\{[^{}]*\}\}/g, 'x');
  const names = new Set<string>();
  parser.parse(plain).iterate({
    enter: ({ name, node }) => {
      const identifier = name === 'VectorSelector' ? node.getChild('Identifier') : null;
      if (identifier) names.add(plain.slice(identifier.from, identifier.to));
    },
  });
  return [...names];
}
