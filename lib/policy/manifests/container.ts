import { items, type JsonMap, map, text } from './json';
import type { KubernetesObject } from './kubernetes-object';

/** A container of a pod template, and where it stands. */
export interface Container {
  readonly object: KubernetesObject;
  readonly raw: JsonMap;
  readonly name: string;
  /** A sidecar is an init container that keeps running (restartPolicy Always). */
  readonly role: 'app' | 'init' | 'sidecar' | 'ephemeral';
  /** Such as `spec.template.spec.containers[0]`. */
  readonly path: string;
  readonly security: JsonMap;
}

const LISTS = [
  ['initContainers', 'init'],
  ['containers', 'app'],
  ['ephemeralContainers', 'ephemeral'],
] as const;

/** Containers of every role, in the order in which they start. */
export function containersOf(object: KubernetesObject, podSpec: JsonMap, podPath: string): readonly Container[] {
  return LISTS.flatMap(([field, role]) =>
    items(podSpec[field]).map(({ item, index }) => ({
      object,
      raw: item,
      name: text(item.name) ?? `${field}[${index}]`,
      role: role === 'init' && item.restartPolicy === 'Always' ? ('sidecar' as const) : role,
      path: `${podPath}.${field}[${index}]`,
      security: map(item.securityContext),
    })),
  );
}

/** Ports that a container declares. */
export const portsOf = (container: Container) =>
  items(container.raw.ports).map(({ item, index }) => ({ ...item, index }) as JsonMap & { index: number });

/** Whether a port, by number or name, is one that the container declares. */
export const exposes = (container: Container, port: unknown) =>
  portsOf(container).some(
    (declared) =>
      declared.containerPort === port || (typeof port === 'string' && (declared.name === port || String(declared.containerPort) === port)),
  );
