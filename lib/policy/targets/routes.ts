import { type Breach, inObject, isMap, items, type JsonMap, type KubernetesObject, type ManifestIndex, map, text } from '../manifests';
import { brokenReference } from './service-port';

const FIX = { fix: 'name a Service of the namespace and one of its ports' };

/** Backends of an Ingress exist. */
export const ingresses = (cluster: ManifestIndex): Breach[] =>
  cluster.ofKind('Ingress').flatMap((ingress) => {
    const paths = items(ingress.spec.rules).flatMap(({ item: rule, index }) =>
      items(map(rule.http).paths).map(({ item, index: at }) => ({
        backend: item.backend,
        path: `spec.rules[${index}].http.paths[${at}].backend`,
      })),
    );
    return [{ backend: ingress.spec.defaultBackend, path: 'spec.defaultBackend' }, ...paths].flatMap(({ backend, path }) => {
      const service = map(map(backend).service);
      const name = text(service.name);
      // A controller may route to an action of its own under a name that is no Service (AWS: port use-annotation).
      if (!name || map(service.port).name === 'use-annotation') return [];
      const broken = brokenReference(cluster, ingress.namespace, name, map(service.port).number ?? map(service.port).name);
      return broken ? [inObject(ingress, path, broken, FIX)] : [];
    });
  });

/** Backends of Gateway API routes exist. */
export const gatewayRoutes = (cluster: ManifestIndex): Breach[] =>
  cluster
    .ofKind('HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute')
    .flatMap((route) =>
      items(route.spec.rules).flatMap(({ item: rule, index }) =>
        items(rule.backendRefs).flatMap(({ item, index: at }) => backend(cluster, route, item, `spec.rules[${index}].backendRefs[${at}]`)),
      ),
    );

function backend(cluster: ManifestIndex, route: KubernetesObject, reference: JsonMap, path: string): Breach[] {
  const { group, kind, name, namespace, port } = reference;
  if (!isMap(reference) || (text(group) ?? '') !== '' || (text(kind) ?? 'Service') !== 'Service' || !text(name)) return [];
  const broken = brokenReference(cluster, text(namespace) ?? route.namespace, String(name), port);
  return broken ? [inObject(route, path, broken, FIX)] : [];
}
