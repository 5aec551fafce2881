import { App, Chart } from 'cdk8s';
import { VersionRoutes } from '../../lib/mesh';
import type { BlueGreenPlan, CanaryPlan } from '../../lib/model';
import { type Node, webService } from '../deployment/support';

const routesOf = (plan: BlueGreenPlan | CanaryPlan): Node[] => {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
  new VersionRoutes(chart, 'Routes', { workload: webService({ rollout: plan }), plan });
  return chart.toJson() as Node[];
};

describe('the routes of a service with two versions', () => {
  test('of a canary start with everything at the stable subset, and both subsets exist', () => {
    const [rule, routes] = routesOf({ strategy: 'canary', steps: [], router: 'istio' });
    expect(rule?.spec.subsets).toMatchObject([{ name: 'stable' }, { name: 'canary' }]);
    expect(routes?.spec.http).toEqual([
      {
        name: 'primary',
        route: [
          { destination: { host: 'cart', subset: 'stable' }, weight: 100 },
          { destination: { host: 'cart', subset: 'canary' }, weight: 0 },
        ],
      },
    ]);
  });

  test('of a blue-green roll-out look at the header first, which Envoy writes in small letters', () => {
    const [routes, ...more] = routesOf({ strategy: 'blueGreen', header: { name: 'X-Version', value: 'v2' }, router: 'istio' });
    expect(more).toEqual([]);
    expect(routes?.spec.http).toEqual([
      { name: 'preview', match: [{ headers: { 'x-version': { exact: 'v2' } } }], route: [{ destination: { host: 'cart-preview' } }] },
      { name: 'primary', route: [{ destination: { host: 'cart' } }] },
    ]);
  });
});
