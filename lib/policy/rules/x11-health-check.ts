import { type Platform, PUBLIC_PORTS, type PublicService, publicServices } from '../../model';
import {
  type Breach,
  exposes,
  inObject,
  isSet,
  items,
  type KubernetesObject,
  type ManifestIndex,
  map,
  number,
  text,
  texts,
  type Workload,
} from '../manifests';
import { accessOf } from '../mesh/access';
import { isPort, rulesOf } from '../network/end';
import { endOf, targetPorts } from '../network/pods';
import type { LayeredRule } from '../rule';
import { at, type TerraformBreach, type TerraformIndex } from '../terraform/stack';

const ALB = 'alb.ingress.kubernetes.io/';

export const x11HealthCheck: LayeredRule = {
  id: 'X11',
  severity: 'error',
  subject: 'Ingress and the pods behind it, aws_route53_health_check',
  over: 'layers',
  why: 'A health check that asks what nobody serves, or that a policy keeps out, takes a region out that is well; one that asks something else misses one that is not.',
  mend: 'let health checks ask the path and the port by which the pods say that they are ready, and admit them in the network policy and the mesh',
  manifests: (cluster) => cluster.ofKind('Ingress').flatMap((ingress) => ofIngress(cluster, ingress)),
  terraform: (index, platform) => (platform ? ofRoute53(index, platform) : []),
};

function ofIngress(cluster: ManifestIndex, ingress: KubernetesObject): Breach[] {
  const path = ingress.annotations[`${ALB}healthcheck-path`];
  if (path === undefined) return [];
  const backends = items(ingress.spec.rules).flatMap(({ item }) =>
    items(map(item.http).paths).map(({ item: each }) => map(map(each.backend).service)),
  );
  const names = [...new Set(backends.flatMap(({ name }) => text(name) ?? []))];
  return names.flatMap((name) => {
    const service = cluster.find(ingress.namespace, 'Service', name);
    const workloads = service ? cluster.selectedBy(service) : [];
    if (!service || workloads.length === 0) return [];
    const backend = backends.find((each) => each.name === name) ?? {};
    return workloads.flatMap((workload) => [
      ...notServed(ingress, workload, path),
      ...keptOut(ingress, workload, cluster, checkedPort(ingress, service, map(backend.port), workload)),
    ]);
  });
}

/** Where the check goes: to the port of the requests unless it says otherwise. */
function checkedPort(
  ingress: KubernetesObject,
  service: KubernetesObject,
  port: ReturnType<typeof map>,
  workload: Workload,
): number | string | undefined {
  const said = ingress.annotations[`${ALB}healthcheck-port`] ?? 'traffic-port';
  const asked = said === 'traffic-port' ? targetOf(service, port) : /^\d+$/.test(said) ? Number(said) : said;
  const named = targetPorts(workload).find(({ name }) => name === asked);
  return named?.number ?? asked;
}

function targetOf(service: KubernetesObject, { name, number: wanted }: ReturnType<typeof map>): number | string | undefined {
  const port = items(service.spec.ports).find(({ item }) => (isSet(name) ? item.name === name : item.port === wanted))?.item;
  const target = isSet(port?.targetPort) ? port?.targetPort : port?.port;
  return number(target) ?? text(target);
}

/** Paths by which pods say how they are. A path of `/` asks whether anybody answers at all. */
function notServed(ingress: KubernetesObject, { containers, object }: Workload, path: string): Breach[] {
  const grpc = ingress.annotations[`${ALB}backend-protocol-version`] === 'GRPC';
  const probed = containers.flatMap(({ raw }) =>
    ['readinessProbe', 'livenessProbe', 'startupProbe'].flatMap((probe) => text(map(map(raw[probe]).httpGet).path) ?? []),
  );
  if (grpc || path === '/' || probed.includes(path)) return [];
  const message = `its health check asks ${path}, which no probe of ${object.name} asks${probed.length > 0 ? `: they ask ${[...new Set(probed)].join(', ')}` : ''}`;
  return [inObject(ingress, `metadata.annotations.${ALB}healthcheck-path`, message, { fix: 'ask the path of the readiness probe' })];
}

function keptOut(ingress: KubernetesObject, workload: Workload, cluster: ManifestIndex, port: number | string | undefined): Breach[] {
  const { containers, object } = workload;
  const annotation = `metadata.annotations.${ALB}healthcheck-port`;
  if (!containers.some((container) => exposes(container, port))) {
    const message = `its health check asks port ${String(port)}, which ${object.name} does not have`;
    return [inObject(ingress, annotation, message, { fix: `ask a port of ${object.name}, or leave the annotation out` })];
  }
  const target = targetPorts(workload).find((each) => each.number === port) ?? { number: Number(port), protocol: 'TCP' };
  const admitted = rulesOf(endOf(workload, cluster), 'Ingress')?.some(
    ({ peers, ports }) =>
      (peers.length === 0 || peers.some(({ ipBlock }) => isSet(ipBlock))) &&
      (ports.length === 0 || ports.some((allowed) => isPort(allowed, target))),
  );
  const asks = `its health check asks port ${target.number} of ${object.name}, and`;
  return [
    ...(admitted === false
      ? [
          inObject(ingress, annotation, `${asks} no network policy lets an address in there`, {
            fix: `admit the subnets of the load balancer to port ${target.number} of ${object.name}`,
          }),
        ]
      : []),
    ...(meshAdmits(cluster, workload, target.number)
      ? []
      : [
          inObject(ingress, annotation, `${asks} the mesh admits nobody there who has no identity of its own`, {
            fix: `let an AuthorizationPolicy admit port ${target.number} of ${object.name} without naming principals`,
          }),
        ]),
  ];
}

/** A load balancer has no identity in the mesh: where policies admit anybody at all, one must admit whoever has none. */
function meshAdmits(cluster: ManifestIndex, workload: Workload, port: number): boolean {
  const allowing = accessOf(cluster)
    .policies(workload)
    .filter(({ spec }) => (spec.action ?? 'ALLOW') === 'ALLOW');
  return (
    allowing.length === 0 ||
    allowing.some(({ spec }) =>
      items(spec.rules).some(({ item: rule }) => {
        const sources = items(rule.from).map(({ item }) => map(item.source));
        const ports = items(rule.to).map(({ item }) => texts(map(item.operation).ports));
        return (
          (sources.length === 0 || sources.some(({ principals, namespaces }) => !isSet(principals) && !isSet(namespaces))) &&
          (ports.length === 0 || ports.some((allowed) => allowed.length === 0 || allowed.includes(String(port))))
        );
      }),
    )
  );
}

/** Route 53 asks what the public service of the region serves. */
function ofRoute53(index: TerraformIndex, platform: Platform): TerraformBreach[] {
  const services = new Map<string, PublicService>(
    platform.clusters.flatMap((cluster) => publicServices(platform, cluster).map((service) => [service.regionalHost, service] as const)),
  );
  return index.ofType('aws_route53_health_check').flatMap((check) => {
    const { fqdn, port, resource_path: path } = check.values;
    const host = text(fqdn);
    if (host === undefined || host.includes('${')) return [];
    const service = services.get(host);
    if (!service) {
      return [
        at(check, 'fqdn', `asks ${host}, where no public service is`, { fix: `ask one of ${[...services.keys()].sort().join(', ')}` }),
      ];
    }
    const { regionCheck, name } = service;
    const wanted = regionCheck.kind === 'https' ? regionCheck.path : undefined;
    return [
      ...(number(port) === PUBLIC_PORTS.https
        ? []
        : [
            at(check, 'port', `asks port ${String(port)} of ${host}, and ${name} is served at ${PUBLIC_PORTS.https}`, {
              fix: `ask port ${PUBLIC_PORTS.https}`,
            }),
          ]),
      ...(isSet(path) && path !== wanted
        ? [
            at(
              check,
              'resource_path',
              `asks ${String(path)} of ${host}, and ${name} says how it is ${wanted ? `at ${wanted}` : 'at no path'}`,
              {
                fix: wanted ? `ask ${wanted}` : 'ask for a connection: type TCP, without a path',
              },
            ),
          ]
        : []),
    ];
  });
}
