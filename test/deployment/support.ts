import { App, Chart } from 'cdk8s';
import { DeployedService } from '../../lib/deployment';
import { defineWorkload, type Port, probes, servingScaling, singletonScaling, type Workload, type WorkloadInput } from '../../lib/model';
import { seconds } from '../../lib/spec';

export const HTTP: Port = { name: 'http', port: 8080, servicePort: 80, protocol: 'http' };

const scaling = servingScaling({
  throughput: { value: 1000, because: { formula: '', inputs: {}, source: '' } },
  requestsPerReplica: 50,
  targetUtilization: 0.7,
  zoneLossUtilization: 0.9,
  zones: 3,
  minimum: 3,
  burst: 2,
});

/** A web service with what differs. */
export const webService = (more: Partial<WorkloadInput> = {}): Workload =>
  defineWorkload({
    name: 'cart',
    namespace: 'shop',
    image: { repository: 'registry.example.com/shop/cart', tag: '1.2.3' },
    ports: [HTTP],
    probes: probes({ http: { path: '/healthz' }, startsWithin: seconds(30) }, [HTTP]),
    scaling,
    ...more,
  });

export const singleton = (more: Partial<WorkloadInput> = {}) =>
  webService({ singleton: 'holds state', scaling: singletonScaling('holds state'), ...more });

/** A part of a rendered object that a test looks into; the fields that tests name are taken as present. */
export interface Node extends Readonly<Record<FieldName, Node>> {
  readonly containers: readonly Node[];
  readonly initContainers: readonly Node[];
  readonly ingress: readonly Node[];
  readonly egress: readonly Node[];
  readonly [other: string]: unknown;
}

type FieldName =
  | 'metadata'
  | 'name'
  | 'annotations'
  | 'spec'
  | 'template'
  | 'selector'
  | 'securityContext'
  | 'capabilities'
  | 'behavior'
  | 'scaleUp'
  | 'scaleDown'
  | 'resources'
  | 'limits'
  | 'lifecycle'
  | 'readinessProbe'
  | 'livenessProbe'
  | 'startupProbe';

/** What a workload renders to, by kind. */
export function render(workload: Workload): { all: Node[]; kind(kind: string): Node } {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
  new DeployedService(chart, 'Service', { workload });
  const all = chart.toJson() as Node[];
  return {
    all,
    kind(kind) {
      const found = all.filter((object) => String(object.kind) === kind);
      if (found.length !== 1 || !found[0]) throw new Error(`${found.length} objects of kind ${kind}`);
      return found[0];
    },
  };
}

export const kinds = (workload: Workload) =>
  render(workload)
    .all.map(({ kind }) => String(kind))
    .sort();
