import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type BlueGreenPlan,
  type CanaryPlan,
  PRIMARY_ROUTE,
  previewName,
  SUBSETS,
  selectorLabels,
  standardLabels,
  type Workload,
} from '../model';

export interface VersionRoutesProps {
  readonly workload: Workload;
  readonly plan: BlueGreenPlan | CanaryPlan;
}

/**
 * The routes of a service whose versions run side by side. Of a canary Argo Rollouts moves the weights and puts the
 * version on the subsets; of a blue-green roll-out it moves the Services, and the route only looks at the header.
 */
export class VersionRoutes extends Construct {
  constructor(scope: Construct, id: string, { workload, plan }: VersionRoutesProps) {
    super(scope, id);
    const { name, namespace } = workload;
    const metadata = { name, namespace, labels: standardLabels(workload) };
    if (plan.strategy === 'canary') {
      new ApiObject(this, 'DestinationRule', {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata,
        spec: { host: name, subsets: Object.values(SUBSETS).map((subset) => ({ name: subset, labels: selectorLabels(workload) })) },
      });
    }
    new ApiObject(this, 'VirtualService', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata,
      spec: { hosts: [name], http: plan.strategy === 'canary' ? [shares(name)] : [...preview(name, plan), active(name)] },
    });
  }
}

const shares = (host: string) => ({
  name: PRIMARY_ROUTE,
  route: [
    { destination: { host, subset: SUBSETS.stable }, weight: 100 },
    { destination: { host, subset: SUBSETS.canary }, weight: 0 },
  ],
});

const active = (host: string) => ({ name: PRIMARY_ROUTE, route: [{ destination: { host } }] });

const preview = (host: string, { header }: BlueGreenPlan) =>
  header
    ? [
        {
          name: 'preview',
          match: [{ headers: { [header.name.toLowerCase()]: { exact: header.value } } }],
          route: [{ destination: { host: previewName(host) } }],
        },
      ]
    : [];
