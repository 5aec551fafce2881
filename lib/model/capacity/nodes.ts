import type { InstanceType } from '../../spec';
import { type Derived, derived, figure } from '../derived';

/** What all pods of a cluster reserve together. */
export interface Reserved {
  readonly millicores: number;
  readonly bytes: number;
  readonly pods: number;
}

/** What one node offers to pods of services. */
export interface Allocatable {
  readonly millicores: number;
  readonly bytes: number;
  readonly pods: number;
}

/** Nodes of a cluster: enough for the floors of all services, and how far they may grow. */
export interface NodePlan {
  readonly instanceType: string;
  readonly allocatable: Derived<Allocatable>;
  readonly min: Derived<number>;
  readonly max: Derived<number>;
}

/** Disk of a node: room for images and for the local disk of pods. */
export const NODE_DISK_GIB = 50;

const MIB = 2 ** 20;
/** Pods of a node that are not a service's: CNI, proxy, DNS share, volumes, node exporter, pod identity. */
const SYSTEM = { millicores: 300, mib: 400, pods: 8 } as const;
const EVICTION_MIB = 100;

/** Capacity minus what kubelet, system pods, agents of telemetry and of the mesh and the eviction threshold keep. */
export function allocatable(instance: InstanceType, agents: Reserved = { millicores: 0, bytes: 0, pods: 0 }): Derived<Allocatable> {
  const keptMillicores = reservedMillicores(instance.vcpus);
  const keptMib = 255 + 11 * instance.maxPods + EVICTION_MIB;
  return derived(
    {
      millicores: instance.vcpus * 1000 - keptMillicores - SYSTEM.millicores - agents.millicores,
      bytes: (instance.memoryMib - keptMib - SYSTEM.mib) * MIB - agents.bytes,
      pods: instance.maxPods - SYSTEM.pods - agents.pods,
    },
    'capacity - kube-reserved - eviction threshold - system pods',
    {
      capacity: `${instance.vcpus} vCPU, ${instance.memoryMib} MiB, ${instance.maxPods} pods`,
      'kube-reserved': `${keptMillicores}m, ${255 + 11 * instance.maxPods} MiB (255 MiB + 11 MiB a pod)`,
      'eviction threshold': `${EVICTION_MIB} MiB`,
      'system pods': `${SYSTEM.millicores}m, ${SYSTEM.mib} MiB, ${SYSTEM.pods} pods`,
      ...(agents.pods > 0
        ? { 'agents of traces, logs and the mesh': `${agents.millicores}m, ${agents.bytes / MIB} MiB, ${agents.pods} pods` }
        : {}),
    },
    'amazon-eks-ami: kube-reserved is 6% of the first core, 1% of the second, 0.5% of the next two, 0.25% of the rest',
  );
}

function reservedMillicores(vcpus: number): number {
  const steps = [60, 10, 5, 5];
  return Array.from({ length: vcpus }, (_, core) => steps[core] ?? 2.5).reduce((sum, step) => sum + step, 0);
}

/** Nodes that hold the pods when one zone is gone, at least one a zone. */
export function nodesFor(reserved: Reserved, node: Derived<Allocatable>, zones: number): Derived<number> {
  const needs = {
    cpu: Math.ceil(reserved.millicores / node.value.millicores),
    memory: Math.ceil(reserved.bytes / node.value.bytes),
    pods: Math.ceil(reserved.pods / node.value.pods),
  };
  const most = Math.max(needs.cpu, needs.memory, needs.pods, 1);
  const aZone = zones > 1 ? Math.ceil(most / (zones - 1)) : most;
  return derived(
    aZone * zones,
    'nodes = z x ceil(max(by CPU, by memory, by pods) / (z - 1))',
    {
      z: `${zones} zones`,
      'by CPU': `${needs.cpu} (${figure(reserved.millicores / 1000)} of ${figure(node.value.millicores / 1000)} cores a node)`,
      'by memory': `${needs.memory} (${figure(reserved.bytes / 2 ** 30)} of ${figure(node.value.bytes / 2 ** 30)} GiB a node)`,
      'by pods': `${needs.pods} (${reserved.pods} of ${node.value.pods} a node)`,
    },
    'enough for every pod with one zone lost',
  );
}
