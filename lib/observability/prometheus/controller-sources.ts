import { type Exporter, VELERO } from '../../model';

/** How controllers are asked that a platform rests on: their pods, by the labels of their own manifests. */
export const CONTROLLER_SOURCES: Partial<Readonly<Record<Exporter, ControllerSource>>> = {
  /** Argo CD, metrics: the application controller. */
  argocd: { providedBy: 'Argo CD', pods: { 'app.kubernetes.io/name': 'argocd-application-controller' }, port: 8082 },
  /** Argo Rollouts, controller metrics. */
  'argo-rollouts': { providedBy: 'Argo Rollouts', pods: { 'app.kubernetes.io/name': 'argo-rollouts' }, port: 8090 },
  /** External Secrets Operator, metrics. */
  'external-secrets': { providedBy: 'the External Secrets Operator', pods: { 'app.kubernetes.io/name': 'external-secrets' }, port: 8080 },
  /** Velero, chart: the server; its node agents have the first label too, and no figures of backups. */
  velero: { providedBy: 'Velero', pods: { 'app.kubernetes.io/name': 'velero', name: 'velero' }, port: VELERO.metricsPort },
};

/** Pods of a controller and the port of its metrics. */
export interface ControllerSource {
  readonly providedBy: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly port: number;
}

/** Those of some exporters that are controllers, with where they run. */
export const controllersAmong = (exporters: readonly Exporter[]): readonly (ControllerSource & { readonly exporter: Exporter })[] =>
  exporters.flatMap((exporter) => {
    const source = CONTROLLER_SOURCES[exporter];
    return source ? [{ exporter, ...source }] : [];
  });
