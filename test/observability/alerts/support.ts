import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type AlertGroup, inClusterDatabases, type Platform, platformAlerts, serviceAlerts, storeAlerts } from '../../../lib/model';
import { ruleGroup } from '../../../lib/observability';
import { toYaml } from '../../../lib/output';
import { storeWorkloads } from '../../../lib/recovery';
import { fixturePlatform, platformOf, referencePlatform } from '../../support/platforms';
import { inTemporaryFolder } from '../../support/run';

/** Everything that has alerts of its own: each strategy, a mesh, secrets, a job, databases, both ways of GitOps. */
export const everything = (): Platform =>
  platformOf(
    `  web:
    tier: 1
    image: registry.example.com/shop/web:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    public: {}
    probe: { http: { path: /healthz } }
    resources: { requests: { cpu: 100m, memory: 128Mi }, limits: { cpu: 200m } }
    load: { users: 20000, thinkTime: 1s, responseTime: 1ms, requestsPerReplica: 2000 }
    objectives: { availability: 99.9, latency: { threshold: 250ms, target: 99 } }
    calls: [payment, cart]
  payment:
    tier: 1
    team: payments
    image: registry.example.com/shop/payment:1.0.0
    ports: { grpc: { port: 50051, protocol: grpc } }
    probe: { grpc: {} }
    resources: { requests: { cpu: 100m, memory: 128Mi } }
    load: { requestsPerReplica: 2000 }
    objectives: { availability: 99.9 }
    rollout: { strategy: canary, steps: [{ weight: 50, pause: 10m }] }
    secrets: { PROVIDER_TOKEN: { key: payment/provider } }
  cart:
    tier: 2
    image: registry.example.com/shop/cart:1.0.0
    ports: { http: { port: 8080, protocol: http } }
    probe: { http: { path: /healthz } }
    resources: { requests: { cpu: 100m, memory: 128Mi } }
    metrics: { port: http }
    databases: [orders]
  report:
    tier: 3
    image: registry.example.com/shop/report:1.0.0
    resources: { requests: { cpu: 100m, memory: 128Mi } }
    schedule: { cron: "0 * * * *", startWithin: 5m, timeout: 10m }
`,
    `mesh: istio
gitops: both
databases: { orders: { engine: postgres, placement: inCluster, tier: 2, backup: { cron: "*/10 * * * *", duration: 5m } } }
handoff:
  image: registry.example.com/shop/holdfast:1.0.0
  environment: production
  redis: { address: "handoffs.example.com:6379", key: handoff/redis }
  egress: [{ cidr: 10.200.0.0/24, ports: [443, 6379], because: "Redis, Git and Argo CD" }]
receivers: { pager: { type: pagerduty, key: pager }, chat: { type: slack, key: chat, channel: "#shop" } }`,
  );

/** The platforms whose rules are tested. */
export const PLATFORMS: Readonly<Record<string, () => Platform>> = {
  reference: referencePlatform,
  'with versions side by side': () => fixturePlatform('progressive.yaml'),
  watched: () => fixturePlatform('watched.yaml'),
  'with everything': everything,
};

/** Every group of a platform, by where it is evaluated. */
export const groupsOf = (platform: Platform): readonly { readonly where: string; readonly groups: readonly AlertGroup[] }[] =>
  platform.clusters.flatMap((cluster) => [
    { where: `${cluster.environment}.${cluster.region}`, groups: platformAlerts(platform, cluster) },
    ...cluster.services.map((service) => ({
      where: `${cluster.environment}.${cluster.region}.${service.workload.name}`,
      groups: serviceAlerts(platform, cluster, service),
    })),
    ...inClusterDatabases(platform, cluster).map((database) => ({
      where: `${cluster.environment}.${cluster.region}.${database.name}`,
      groups: storeAlerts({ platform, cluster, database, ...storeWorkloads(platform, cluster, database) }),
    })),
  ]);

/** A rule file as promtool reads it. */
export const ruleFile = (groups: readonly AlertGroup[], prefix = 'shop') =>
  toYaml({ groups: groups.map((group) => ruleGroup(prefix, group)) });

/** Runs promtool in a folder with files. */
export const promtool = (args: readonly string[], files: Readonly<Record<string, string>>) =>
  inTemporaryFolder((folder) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
    return { status, told: stdout + stderr };
  });
