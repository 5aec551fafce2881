import { load } from 'js-yaml';
import { renderManifests } from '../../../charts/render';
import type { Platform } from '../../../lib/model';

type Json = Record<string, unknown>;

/** Objects of a cluster's monitoring folder. */
export const monitoring = (platform: Platform, where = 'production/eu-west-1') =>
  (renderManifests(platform).find((set) => set.where === where)?.objects ?? [])
    .filter(({ file }) => file.startsWith(`${where}/monitoring/`))
    .map(
      ({ object }) => object as unknown as Json & { kind: string; metadata: { name: string }; spec: Json; data: Record<string, string> },
    );

/** One object of that folder; the fields that tests name are taken as present. */
export function specOf<Spec>(platform: Platform, kind: string, name?: string, where?: string): Spec {
  const found = monitoring(platform, where).find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
  if (!found) throw new Error(`no ${kind} ${name ?? ''}`);
  return found.spec as Spec;
}

/** A file of the ConfigMap for servers that no operator runs, as text. */
export function plainFile(platform: Platform, name: 'prometheus.yml' | 'alertmanager.yml', where?: string): string {
  const text = monitoring(platform, where).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'plain-monitoring')?.data[
    name
  ];
  if (!text) throw new Error(`no ${name}`);
  return text;
}

interface Discovers {
  kubernetes_sd_configs?: unknown;
  static_configs?: unknown;
}
export interface PrometheusYml {
  global: Json;
  rule_files: string[];
  alerting: { alertmanagers: (Discovers & { relabel_configs?: unknown })[] };
  scrape_configs: (Discovers & { job_name: string; relabel_configs?: unknown })[];
}

/**
 * prometheus.yml as Debian's Prometheus can read it: that one is built without the discovery of Kubernetes, so that fixed
 * targets stand where it was. Everything else is as generated.
 */
export function withFixedTargets(text: string, targets: { pods?: string; alertmanager?: string } = {}): PrometheusYml {
  const config = load(text) as PrometheusYml;
  const fixed = (part: Discovers, target: string) => {
    if (!part.kubernetes_sd_configs) return;
    delete part.kubernetes_sd_configs;
    part.static_configs = [{ targets: [target] }];
  };
  for (const part of config.scrape_configs) fixed(part, targets.pods ?? '127.0.0.1:1');
  for (const part of config.alerting.alertmanagers) fixed(part, targets.alertmanager ?? '127.0.0.1:2');
  return config;
}
