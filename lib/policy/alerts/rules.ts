import { items, type JsonMap, type KubernetesObject, type ManifestIndex, text } from '../manifests';

/** An alert or a recorded series of a PrometheusRule, and where it stands. */
export interface PromRule {
  readonly object: KubernetesObject;
  readonly path: string;
  readonly group: JsonMap;
  readonly raw: JsonMap;
  readonly expr: string;
  /** Name of the alert; undefined for a recorded series. */
  readonly alert?: string;
}

/** Every rule of every PrometheusRule. */
export const promRules = (cluster: ManifestIndex): readonly PromRule[] =>
  cluster.ofKind('PrometheusRule').flatMap((object) =>
    items(object.spec.groups).flatMap(({ item: group, index: at }) =>
      items(group.rules).map(({ item: raw, index }) => ({
        object,
        path: `spec.groups[${at}].rules[${index}]`,
        group,
        raw,
        // YAML reads an expression such as `1` as a number.
        expr: text(raw.expr) ?? String(raw.expr ?? ''),
        alert: text(raw.alert),
      })),
    ),
  );

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 };

/** Seconds of a duration as Prometheus writes it, such as 1h30m; undefined for anything else. */
export function promSeconds(duration: unknown): number | undefined {
  const parts = [...(text(duration) ?? '').matchAll(/(\d+)(ms|[smhdwy])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== duration) return undefined;
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}
