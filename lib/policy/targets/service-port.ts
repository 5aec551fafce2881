import { isSet, items, type ManifestIndex } from '../manifests';

/** What is wrong with a reference to a Service and its port (name or number); undefined when nothing is. */
export function brokenReference(cluster: ManifestIndex, namespace: string, service: string, port: unknown): string | undefined {
  const found = cluster.find(namespace, 'Service', service);
  if (!found) return `sends to the Service ${service}, which does not exist in the namespace ${namespace}`;
  const ports = items(found.spec.ports).map(({ item }) => item);
  if (!isSet(port) || ports.some((declared) => declared.port === port || declared.name === port)) return undefined;
  return `sends to port ${String(port)} of the Service ${service}, which it does not have`;
}
